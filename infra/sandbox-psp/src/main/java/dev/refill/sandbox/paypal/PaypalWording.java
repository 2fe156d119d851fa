package dev.refill.sandbox.paypal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.Event;
import dev.refill.sandbox.core.Owed;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.delivery.lifecycle.Letter;
import dev.refill.sandbox.delivery.lifecycle.Wording;
import dev.refill.sandbox.paypal.order.Orders;
import dev.refill.sandbox.paypal.signing.Signer;
import dev.refill.sandbox.paypal.signing.SigningKeys;
import dev.refill.sandbox.wire.Json;

/** PayPal's webhooks, signed for the endpoint's secret, which is the webhook's id, and over the body's CRC-32 alone. */
public final class PaypalWording implements Wording {

    private static final String VERSION = "2.0";

    private final PaypalJson json;
    private final SigningKeys keys;

    public PaypalWording(PaypalJson json, SigningKeys keys) {
        this.json = json;
        this.keys = keys;
    }

    @Override
    public Letter of(Owed owed, String type, @Nullable String version, long time) {
        byte[] body = body(owed.event(), type, version).toString().getBytes(StandardCharsets.UTF_8);
        String at = PaypalJson.moment(time);
        String transmission = UUID
                .nameUUIDFromBytes((owed.event().id() + "|" + at).getBytes(StandardCharsets.US_ASCII))
                .toString();
        Signer signer = keys.signer();
        return new Letter("POST", Map.of(
                "Content-Type", "application/json",
                "PAYPAL-TRANSMISSION-ID", transmission,
                "PAYPAL-TRANSMISSION-TIME", at,
                "PAYPAL-TRANSMISSION-SIG",
                signer.signature(String.join("|", transmission, at, owed.endpoint().secret(), crc(body))),
                "PAYPAL-CERT-URL", json.address(Certificates.FOLDER + signer.id()),
                "PAYPAL-AUTH-ALGO", Signer.ALGORITHM), body);
    }

    private ObjectNode body(Event event, String type, @Nullable String version) {
        String word = type.startsWith(Orders.EVENTS) ? type.substring(Orders.EVENTS.length()) : type;
        ObjectNode body = Json.object()
                .put("id", "WH-" + event.id().substring(event.id().indexOf('_') + 1).toUpperCase(Locale.ROOT))
                .put("event_version", "1.0")
                .put("create_time", PaypalJson.moment(event.created()))
                .put("resource_type", resourceType(event.subject()))
                .put("resource_version", version == null ? VERSION : version)
                .put("event_type", word)
                .put("summary", "This is the sandbox.");
        body.set("resource", json.then(event.subject()));
        body.putArray("links");
        return body;
    }

    private static String resourceType(Subject subject) {
        if (subject instanceof Checkout) {
            return "checkout-order";
        }
        return subject instanceof Payment ? "capture" : "refund";
    }

    private static String crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return Long.toString(crc.getValue());
    }
}
