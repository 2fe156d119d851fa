package dev.refill.gateways.adyen;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.WebhookTranslator;

/** Settings and adapters that are valid; a test changes what it is about. */
final class TestAdyen {

    static final String API_KEY = "AQE_contract_key_0123456789";
    static final String MERCHANT_ACCOUNT = "RefillTest";
    static final String HMAC_KEY = "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF";
    static final String NEXT_HMAC_KEY = "FEDCBA9876543210FEDCBA9876543210FEDCBA9876543210FEDCBA9876543210";
    /** Long enough for a busy machine, short enough to wait for. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private TestAdyen() {}

    static AdyenProperties properties(String apiBase, int maxInFlight) {
        return properties(apiBase, maxInFlight, false, null, null);
    }

    static AdyenProperties properties(String apiBase, int maxInFlight, boolean live, @Nullable String user,
            @Nullable String password) {
        return new AdyenProperties(URI.create(apiBase), live, API_KEY, MERCHANT_ACCOUNT,
                List.of(HMAC_KEY, NEXT_HMAC_KEY), user, password, Duration.ofMillis(500), PATIENCE, maxInFlight, 100,
                50,
                Duration.ofSeconds(10), 3, Duration.ofMillis(10), Duration.ofMillis(100));
    }

    static WebhookTranslator translator() {
        return translator(false, null, null);
    }

    static WebhookTranslator translator(boolean live, @Nullable String user, @Nullable String password) {
        return new AdyenGatewayConfiguration()
                .adyenWebhooks(properties("http://localhost", 1, live, user, password));
    }

    static PaymentGateway adapter(String apiBase) {
        return AdyenGatewayConfiguration.adapter(properties(apiBase, 64));
    }
}
