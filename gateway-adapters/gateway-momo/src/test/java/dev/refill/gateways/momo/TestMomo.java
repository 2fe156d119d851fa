package dev.refill.gateways.momo;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.PaymentGateway;

/** Settings and adapters that are valid; a test changes what it is about. */
final class TestMomo {

    static final MomoProperties.Keys COLLECTION = new MomoProperties.Keys("sub_collection_0123456789",
            "3b6a7c1e-0000-4000-8000-000000000001", "key_collection_0123456789");
    static final MomoProperties.Keys DISBURSEMENT = new MomoProperties.Keys("sub_disbursement_0123456789",
            "3b6a7c1e-0000-4000-8000-000000000002", "key_disbursement_0123456789");
    static final String CALLBACK_SECRET = "callback_contract_0123456789abcdef";
    static final String CALLBACK_BASE = "http://refill.example/webhooks/momo";
    static final String PHONE = "256770000001";
    /** Long enough for a busy machine, short enough to wait for. */
    static final Duration PATIENCE = Duration.ofMillis(1500);

    private TestMomo() {}

    /** The first call of a JVM loads what all calls need, which on a busy machine takes longer than the patience of tests. */
    static void warmUp() {
        var enough = Duration.ofSeconds(20);
        try (var provider = new ScriptedWireMock()) {
            var calls = new MomoCalls(URI.create(provider.server().baseUrl()), enough, enough, 1);
            calls.get("/collection/v1_0/requesttopay/0", headers -> headers.set(MomoProduct.SUBSCRIPTION_KEY, "none"))
                    .block(enough);
        }
    }

    static MomoProperties properties(String apiBase, MomoProperties.@Nullable Keys disbursement, int maxInFlight) {
        return new MomoProperties("sandbox", URI.create(apiBase), URI.create(CALLBACK_BASE), List.of(CALLBACK_SECRET),
                COLLECTION, disbursement, Duration.ofMillis(500), PATIENCE, maxInFlight, 4, 100, 50,
                Duration.ofSeconds(10), 3, Duration.ofMillis(10), Duration.ofMillis(100));
    }

    static PaymentGateway adapter(String apiBase) {
        return MomoGatewayConfiguration.adapter(properties(apiBase, DISBURSEMENT, 64), Clock.systemUTC());
    }
}
