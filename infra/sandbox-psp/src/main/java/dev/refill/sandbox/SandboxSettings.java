package dev.refill.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.delivery.lifecycle.DeliverySettings;

/**
 * How a sandbox runs.
 *
 * @param host the address to listen on
 * @param port 0 takes a free one
 * @param data where the journal is kept; absent keeps nothing beyond the process
 * @param apiKey the secret key that clients of Stripe's must send
 * @param publicUrl where browsers reach it; absent is {@code http://localhost:port}
 * @param webhook of Stripe's, an endpoint that is there from the start; absent leaves it to the API
 * @param deliveries how stubborn webhooks are
 * @param keepAnswers how long answers are kept under their idempotency keys
 * @param openControl whether the control API is open to other machines
 * @param adyenWebhook where Adyen's notifications go; absent or empty for nowhere
 * @param paypalWebhook where PayPal's webhooks go; absent or empty for nowhere
 * @param clock the time in everything it says and signs
 */
public record SandboxSettings(String host, int port, @Nullable Path data, String apiKey, @Nullable URI publicUrl,
        @Nullable Webhook webhook, DeliverySettings deliveries, Duration keepAnswers, boolean openControl,
        @Nullable String adyenWebhook, @Nullable String paypalWebhook, Clock clock) {

    public static final int DEFAULT_PORT = 12111;
    public static final String DEFAULT_API_KEY = "sk_test_refill_sandbox";
    public static final String DEFAULT_WEBHOOK_SECRET = "whsec_refill_sandbox_secret_000000";

    /**
     * @param types the event types it wants; {@code *} wants all
     */
    public record Webhook(String url, String secret, List<String> types) {

        /** What a shop needs to hear: how payments and checkouts ended, and what came back. */
        public static final List<String> OUTCOMES = List.of("payment_intent.succeeded", "payment_intent.payment_failed",
                "payment_intent.canceled", "payment_intent.requires_action", "checkout.session.completed",
                "checkout.session.expired", "refund.created", "refund.updated", "refund.failed",
                "charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated",
                "charge.dispute.closed");

        public static Webhook to(String url) {
            return new Webhook(url, DEFAULT_WEBHOOK_SECRET, OUTCOMES);
        }
    }

    public static SandboxSettings defaults() {
        return new SandboxSettings("127.0.0.1", DEFAULT_PORT, null, DEFAULT_API_KEY, null, null,
                DeliverySettings.defaults(), Duration.ofHours(24), false, null, null, Clock.systemUTC());
    }

    public SandboxSettings withHost(String other) {
        return new SandboxSettings(other, port, data, apiKey, publicUrl, webhook, deliveries, keepAnswers, openControl,
                adyenWebhook, paypalWebhook, clock);
    }

    public SandboxSettings withPort(int other) {
        return new SandboxSettings(host, other, data, apiKey, publicUrl, webhook, deliveries, keepAnswers, openControl,
                adyenWebhook, paypalWebhook, clock);
    }

    public SandboxSettings withData(Path folder) {
        return new SandboxSettings(host, port, folder, apiKey, publicUrl, webhook, deliveries, keepAnswers, openControl,
                adyenWebhook, paypalWebhook, clock);
    }

    public SandboxSettings withApiKey(String other) {
        return new SandboxSettings(host, port, data, other, publicUrl, webhook, deliveries, keepAnswers, openControl,
                adyenWebhook, paypalWebhook, clock);
    }

    public SandboxSettings withPublicUrl(URI other) {
        return new SandboxSettings(host, port, data, apiKey, other, webhook, deliveries, keepAnswers, openControl,
                adyenWebhook, paypalWebhook, clock);
    }

    public SandboxSettings withWebhook(Webhook other) {
        return new SandboxSettings(host, port, data, apiKey, publicUrl, other, deliveries, keepAnswers, openControl,
                adyenWebhook, paypalWebhook, clock);
    }

    public SandboxSettings withDeliveries(DeliverySettings other) {
        return new SandboxSettings(host, port, data, apiKey, publicUrl, webhook, other, keepAnswers, openControl,
                adyenWebhook, paypalWebhook, clock);
    }

    public SandboxSettings withKeepAnswers(Duration other) {
        return new SandboxSettings(host, port, data, apiKey, publicUrl, webhook, deliveries, other, openControl,
                adyenWebhook, paypalWebhook, clock);
    }

    public SandboxSettings withOpenControl(boolean open) {
        return new SandboxSettings(host, port, data, apiKey, publicUrl, webhook, deliveries, keepAnswers, open,
                adyenWebhook, paypalWebhook, clock);
    }

    public SandboxSettings withAdyenWebhook(String url) {
        return new SandboxSettings(host, port, data, apiKey, publicUrl, webhook, deliveries, keepAnswers, openControl,
                url, paypalWebhook, clock);
    }

    public SandboxSettings withPaypalWebhook(String url) {
        return new SandboxSettings(host, port, data, apiKey, publicUrl, webhook, deliveries, keepAnswers, openControl,
                adyenWebhook, url, clock);
    }

    public SandboxSettings withClock(Clock other) {
        return new SandboxSettings(host, port, data, apiKey, publicUrl, webhook, deliveries, keepAnswers, openControl,
                adyenWebhook, paypalWebhook, other);
    }
}
