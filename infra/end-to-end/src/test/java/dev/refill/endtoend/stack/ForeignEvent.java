package dev.refill.endtoend.stack;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.refill.sandbox.SandboxSettings;
import dev.refill.sandbox.stripe.event.Signature;

/** An event of the provider's about a payment that nobody here knows. */
public record ForeignEvent(String id, String type, String apiVersion) {

    /** The version that the application is written for. */
    public static final String API_VERSION = "2026-07-29.dahlia";

    /** That such a payment was captured. */
    public static ForeignEvent captured(String id) {
        return new ForeignEvent(id, "payment_intent.succeeded", API_VERSION);
    }

    public String json() {
        return """
                {"id":"%s","object":"event","api_version":"%s","created":1767225600,"livemode":false,"type":"%s","data":{"object":
                {"id":"pi_x","object":"payment_intent","amount":1000,"amount_received":1000,"currency":"usd","status":"succeeded",
                "livemode":false,"metadata":{"operation_key":"pay_nobody_knows_this_one_0000"}}}}"""
                .formatted(id, apiVersion, type);
    }

    /** Its delivery to a node, signed as the provider signs. */
    public HttpRequest deliveryTo(URI node) {
        byte[] body = json().getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(node.resolve("/webhooks/stripe"))
                .header("Content-Type", "application/json")
                .header("Stripe-Signature",
                        Signature.of(body, SandboxSettings.DEFAULT_WEBHOOK_SECRET, Instant.now().getEpochSecond()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }
}
