package dev.refill.sandbox.stripe.json;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Decline;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.stripe.wire.ApiError;

/** Stripe's error objects. */
final class ErrorJson {

    private static final String DOCS = "https://stripe.com/docs/error-codes/";

    private ErrorJson() {}

    static void write(JsonGenerator json, ApiError error, String baseUrl) {
        json.writeStartObject();
        json.writeObjectPropertyStart("error");
        if (error.code() != null) {
            json.writeStringProperty("code", error.code());
            json.writeStringProperty("doc_url", docs(error.code()));
        }
        json.writeStringProperty("message", error.message());
        if (error.param() != null) {
            json.writeStringProperty("param", error.param());
        }
        if (error.payment() != null) {
            payment(json, error.payment(), baseUrl);
        }
        json.writeStringProperty("type", error.type());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The answer 402: the decline of the payment's latest attempt. */
    static void declined(JsonGenerator json, Payment payment, Decline decline, String baseUrl) {
        json.writeStartObject();
        json.writeObjectPropertyStart("error");
        decline(json, decline, payment.charge());
        payment(json, payment, baseUrl);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The fields that a 402 and {@code last_payment_error} share. */
    static void decline(JsonGenerator json, Decline decline, @Nullable Charge charge) {
        if (charge != null && !charge.captured()) {
            json.writeStringProperty("charge", charge.id());
        }
        json.writeStringProperty("code", decline.code());
        if (decline.reason() != null) {
            json.writeStringProperty("decline_code", decline.reason());
        }
        json.writeStringProperty("doc_url", docs(decline.code()));
        json.writeStringProperty("message", decline.message());
        if (decline.code().equals("incorrect_cvc")) {
            json.writeStringProperty("param", "cvc");
        } else if (decline.code().equals("expired_card")) {
            json.writeStringProperty("param", "exp_month");
        }
        if (charge != null && !charge.captured()) {
            json.writeName("payment_method");
            CardJson.method(json, charge.onCard(), charge.created());
        }
        json.writeStringProperty("type", "card_error");
    }

    private static void payment(JsonGenerator json, Payment payment, String baseUrl) {
        json.writeName("payment_intent");
        PaymentJson.write(json, payment, List.of(), baseUrl);
    }

    private static String docs(String code) {
        return DOCS + code.replace('_', '-');
    }
}
