package dev.refill.sandbox.adyen;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.sandbox.adyen.wire.Order;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.Decline;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.Endpoint;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.wire.Json;

/** What Adyen's API says. */
final class AdyenJson {

    private AdyenJson() {}

    /** @param baseUrl where browsers find the sandbox */
    static JsonNode of(Subject subject, String baseUrl) {
        return switch (subject) {
            case Checkout link -> link(link, baseUrl);
            case Payment payment -> payment(payment);
            case Refund refund -> refund(refund);
            case Charge other -> throw unknown(other);
            case Dispute other -> throw unknown(other);
            case Endpoint other -> throw unknown(other);
        };
    }

    static void amount(ObjectNode json, long amount, String currency) {
        json.putObject("amount").put("currency", currency.toUpperCase(Locale.ROOT)).put("value", amount);
    }

    static String reference(Map<String, String> metadata) {
        return metadata.getOrDefault(Order.REFERENCE, "");
    }

    private static JsonNode link(Checkout link, String baseUrl) {
        ObjectNode json = Json.object()
                .put("id", link.id())
                .put("url", baseUrl + "/adyen/pay/" + link.id())
                .put("status", switch (link.status()) {
                    case OPEN -> "active";
                    case COMPLETE -> "completed";
                    case EXPIRED -> "expired";
                })
                .put("reference", reference(link.metadata()))
                .put("merchantAccount", AdyenAccount.MERCHANT)
                .put("expiresAt", Instant.ofEpochSecond(link.expires()).toString());
        amount(json, link.amount(), link.currency());
        return json;
    }

    private static JsonNode payment(Payment payment) {
        ObjectNode json = Json.object()
                .put("pspReference", payment.id())
                .put("merchantReference", reference(payment.metadata()));
        Decline decline = payment.decline();
        if (decline == null) {
            json.put("resultCode", "Authorised");
        } else {
            json.put("resultCode", "Refused")
                    .put("refusalReasonCode", decline.code())
                    .put("refusalReason", decline.message());
        }
        amount(json, payment.amount(), payment.currency());
        return json;
    }

    private static JsonNode refund(Refund refund) {
        ObjectNode json = Json.object()
                .put("pspReference", refund.id())
                .put("paymentPspReference", refund.paymentId())
                .put("reference", reference(refund.metadata()))
                .put("merchantAccount", AdyenAccount.MERCHANT)
                .put("status", "received");
        amount(json, refund.amount(), refund.currency());
        return json;
    }

    private static IllegalArgumentException unknown(Subject subject) {
        return new IllegalArgumentException(
                "subject: " + subject.id() + " (expected: a link, a payment or a refund)");
    }
}
