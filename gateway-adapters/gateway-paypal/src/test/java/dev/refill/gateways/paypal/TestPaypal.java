package dev.refill.gateways.paypal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import dev.refill.gateway.PaymentGateway;

/** Settings and adapters that are valid; a test changes what it is about. */
final class TestPaypal {

    static final String CLIENT_ID = "AZ_contract_client_0123456789";
    static final String CLIENT_SECRET = "EK_contract_secret_0123456789";
    static final String WEBHOOK_ID = "1JE4291016473214C";
    static final String NEXT_WEBHOOK_ID = "9XL90610J3647323C";
    /** Long enough for a busy machine, short enough to wait for. */
    static final Duration PATIENCE = Duration.ofSeconds(2);
    /** PayPal itself, whatever a test has in its place. */
    static final PaypalSite PAYPALS = new PaypalSite.Paypals();

    private TestPaypal() {}

    /** The first call of a JVM loads what all calls need, which on a busy machine takes longer than the patience of tests. */
    static void warmUp() {
        var enough = Duration.ofSeconds(20);
        try (var provider = new ScriptedWireMock()) {
            PaypalWire.of("warm-up", properties(provider.server().baseUrl(), 1), 1)
                    .send(HttpMethod.GET, "/v2/checkout/orders/{order}", HttpHeaders::clearContentHeaders, new byte[0],
                            "0")
                    .onErrorComplete()
                    .block(enough);
        }
    }

    /** @param apiBase of something in PayPal's place */
    static PaypalProperties properties(String apiBase, int maxInFlight) {
        return new PaypalProperties(false, URI.create(apiBase), CLIENT_ID, CLIENT_SECRET,
                List.of(WEBHOOK_ID, NEXT_WEBHOOK_ID), null, Path.of("authorities.pem"), Duration.ofMillis(500),
                PATIENCE, maxInFlight, 100, 50, Duration.ofSeconds(10), 3, Duration.ofMillis(10),
                Duration.ofMillis(100));
    }

    static PaypalEvents events() {
        return new PaypalEvents(new PaypalOrders(PAYPALS));
    }

    /** One that sends its requests to a test, and takes what it is told as PayPal's. */
    static PaymentGateway adapter(String apiBase) {
        return PaypalGatewayConfiguration.adapter(properties(apiBase, 64), PAYPALS, Clock.systemUTC());
    }
}
