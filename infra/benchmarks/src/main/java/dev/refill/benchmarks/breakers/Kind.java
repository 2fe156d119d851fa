package dev.refill.benchmarks.breakers;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.refill.benchmarks.Orders;
import dev.refill.benchmarks.Wire;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.sandbox.stripe.event.Signature;

/** What is sent, and how often. All but the first are bystanders of a gateway that becomes slow. */
enum Kind {
    PAGES("orders at the slow gateway", 640),
    CARDS("orders at the other gateway", 64),
    WEBHOOKS("webhooks of the other gateway", 16),
    LIVENESS("liveness", 4),
    READINESS("readiness", 4);

    private static final int PROBES = 20;

    private final String words;
    private final int connections;

    Kind(String words, int connections) {
        this.words = words;
        this.connections = connections;
    }

    String words() {
        return words;
    }

    /** A second. */
    int rate(BreakersSettings settings) {
        return switch (this) {
            case PAGES -> settings.rate() - settings.others();
            case CARDS -> settings.others();
            case WEBHOOKS, LIVENESS, READINESS -> PROBES;
        };
    }

    /** As many as can wait at the same time. */
    int connections() {
        return connections;
    }

    /** @param cards the orders at the other gateway, which count themselves */
    Supplier<byte[]> requests(Orders cards, String authorization, AtomicLong next) {
        return switch (this) {
            case PAGES -> () -> page(next.getAndIncrement(), authorization);
            case CARDS -> cards;
            case WEBHOOKS -> () -> webhook(next.getAndIncrement());
            case LIVENESS -> () -> Wire.get("/livez");
            case READINESS -> () -> Wire.get("/readyz");
        };
    }

    private static byte[] page(long number, String authorization) {
        return Wire.post("/v1/recharges", authorization + "Idempotency-Key: " + new UUID(0x4001L, number) + "\r\n", """
                {"msisdn": "%s", "offer": "airtime-usd", "amount": 1000, "currency": "USD", "confirmRepeat": true}"""
                .formatted(Orders.msisdn(number)));
    }

    /** Of a payment that nobody here knows: it is verified, kept, looked up and done with. */
    private static byte[] webhook(long number) {
        String json = """
                {"id":"evt_beside_%d","object":"event","api_version":"2026-07-29.dahlia","created":1767225600,"livemode":false,\
                "type":"payment_intent.succeeded","data":{"object":{"id":"pi_beside","object":"payment_intent","amount":1000,\
                "amount_received":1000,"currency":"usd","status":"succeeded","livemode":false,\
                "metadata":{"operation_key":"pay_nobody_knows_this_one_0000"}}}}""".formatted(number);
        String signature = Signature.of(json.getBytes(StandardCharsets.UTF_8), SandboxSettings.DEFAULT_WEBHOOK_SECRET,
                Instant.now().getEpochSecond());
        return Wire.post("/webhooks/stripe", "Stripe-Signature: " + signature + "\r\n", json);
    }
}
