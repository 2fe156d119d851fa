package dev.refill.gateways.acme;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.WebhookTranslator;

/** Settings and adapters that are valid; a test changes what it is about. */
final class TestAcme {

    static final String API_KEY = "key_contract_0123456789";
    static final String CARD = "card_secret_0123456789";
    static final String WEBHOOK_SECRET = "webhook_secret_0123456789";
    /** Long enough for a busy machine, short enough to wait for. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private TestAcme() {}

    static AcmeProperties properties(String apiBase, int maxInFlight) {
        return new AcmeProperties(URI.create(apiBase), API_KEY, List.of(WEBHOOK_SECRET), Duration.ofMillis(500), PATIENCE,
                maxInFlight, 100, 50, Duration.ofSeconds(10), 3, Duration.ofMillis(10), Duration.ofMillis(100));
    }

    static PaymentGateway adapter(String apiBase) {
        return AcmeGatewayConfiguration.adapter(properties(apiBase, 64));
    }

    static WebhookTranslator translator() {
        return new AcmeGatewayConfiguration().acmeWebhooks(properties("http://localhost", 1));
    }
}
