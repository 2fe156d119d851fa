package dev.refill.sandbox.stripe.event;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Endpoint;
import dev.refill.sandbox.core.Event;
import dev.refill.sandbox.core.Owed;
import dev.refill.sandbox.delivery.lifecycle.Letter;
import dev.refill.sandbox.delivery.lifecycle.Wording;
import dev.refill.sandbox.stripe.json.StripeJson;

/** Stripe's webhooks: the event itself, signed by the endpoint's secret. */
public final class StripeWording implements Wording {

    private final StripeJson json;

    public StripeWording(StripeJson json) {
        this.json = json;
    }

    @Override
    public Letter of(Owed owed, String type, @Nullable String version, long time) {
        Event event = owed.event();
        String told = version == null ? version(owed.endpoint()) : version;
        byte[] body = StripeJson.bytes(out -> json.write(out, event, event.endpoints().size(), type, told));
        return new Letter("POST", Map.of("Content-Type", "application/json; charset=utf-8",
                "User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
                "Stripe-Signature", Signature.of(body, owed.endpoint().secret(), time)), body);
    }

    private static String version(Endpoint endpoint) {
        return endpoint.apiVersion() == null ? StripeJson.API_VERSION : endpoint.apiVersion();
    }
}
