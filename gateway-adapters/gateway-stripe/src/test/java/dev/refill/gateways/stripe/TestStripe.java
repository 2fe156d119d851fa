package dev.refill.gateways.stripe;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.WebhookTranslator;

/** Settings and adapters that are valid; a test changes what it is about. */
final class TestStripe {

    static final String API_KEY = "sk_test_contract_0123456789";
    static final String WEBHOOK_SECRET = "whsec_contract_0123456789abcdef";
    /** Long enough for a busy machine, short enough to wait for. */
    static final Duration PATIENCE = Duration.ofMillis(1500);

    private TestStripe() {}

    static StripeProperties properties(String apiBase, String apiKey) {
        return new StripeProperties(URI.create(apiBase), apiKey, List.of(WEBHOOK_SECRET), Duration.ofMillis(500),
                PATIENCE, 64, 100, 50, Duration.ofSeconds(10), 3, Duration.ofMillis(10), Duration.ofMillis(100));
    }

    static WebhookTranslator translator() {
        return new StripeGatewayConfiguration().stripeWebhooks(properties("http://localhost", API_KEY),
                Clock.systemUTC());
    }

    static PaymentGateway adapter(String apiBase, String apiKey) {
        return StripeGatewayConfiguration.adapter(properties(apiBase, apiKey), Clock.systemUTC());
    }
}
