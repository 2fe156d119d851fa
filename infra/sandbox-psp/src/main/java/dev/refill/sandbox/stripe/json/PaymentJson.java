package dev.refill.sandbox.stripe.json;

import java.util.List;

import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.CardOnFile;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;

/** A PaymentIntent. */
final class PaymentJson {

    private static final List<String> CARD_ONLY = List.of("card");

    private PaymentJson() {}

    static void write(JsonGenerator json, Payment payment, List<String> expanded, String baseUrl) {
        json.writeStartObject();
        json.writeStringProperty("id", payment.id());
        json.writeStringProperty("object", "payment_intent");
        amounts(json, payment);
        Fields.nulls(json, "application", "application_fee_amount");
        json.writeNullProperty("automatic_payment_methods");
        Fields.time(json, "canceled_at", payment.cancelled());
        Fields.text(json, "cancellation_reason", payment.cancellationReason());
        json.writeStringProperty("capture_method", "automatic_async");
        json.writeStringProperty("client_secret", payment.secret());
        json.writeStringProperty("confirmation_method", "automatic");
        json.writeNumberProperty("created", payment.created());
        json.writeStringProperty("currency", payment.currency());
        Fields.text(json, "customer", payment.method() == null ? null : payment.method().customer());
        json.writeNullProperty("customer_account");
        Fields.text(json, "description", payment.description());
        json.writeNullProperty("excluded_payment_method_types");
        lastError(json, payment);
        latestCharge(json, payment, expanded);
        json.writeBooleanProperty("livemode", false);
        Fields.metadata(json, payment.metadata());
        nextAction(json, payment, baseUrl);
        json.writeNullProperty("on_behalf_of");
        method(json, payment, expanded);
        json.writeNullProperty("payment_method_configuration_details");
        methodOptions(json);
        Fields.texts(json, "payment_method_types", CARD_ONLY);
        json.writeNullProperty("processing");
        Fields.text(json, "receipt_email", payment.receiptEmail());
        json.writeNullProperty("review");
        Fields.text(json, "setup_future_usage", payment.savesCard() ? "off_session" : null);
        Fields.nulls(json, "shipping", "source", "statement_descriptor",
                "statement_descriptor_suffix");
        json.writeStringProperty("status", status(payment.status()));
        Fields.nulls(json, "transfer_data", "transfer_group");
        json.writeEndObject();
    }

    static String status(PaymentStatus status) {
        return switch (status) {
            case AWAITING_METHOD -> "requires_payment_method";
            case AWAITING_CONFIRMATION -> "requires_confirmation";
            case AWAITING_CUSTOMER -> "requires_action";
            case CAPTURED -> "succeeded";
            case CANCELLED -> "canceled";
        };
    }

    private static void amounts(JsonGenerator json, Payment payment) {
        json.writeNumberProperty("amount", payment.amount());
        json.writeNumberProperty("amount_capturable", 0);
        json.writeObjectPropertyStart("amount_details");
        Fields.empty(json, "tip");
        json.writeEndObject();
        json.writeNumberProperty("amount_received", payment.captured());
    }

    private static void lastError(JsonGenerator json, Payment payment) {
        if (payment.decline() == null) {
            json.writeNullProperty("last_payment_error");
            return;
        }
        json.writeObjectPropertyStart("last_payment_error");
        ErrorJson.decline(json, payment.decline(), payment.charge());
        json.writeEndObject();
    }

    private static void latestCharge(JsonGenerator json, Payment payment, List<String> expanded) {
        Charge charge = payment.charge();
        if (charge != null && expanded.contains("latest_charge")) {
            json.writeName("latest_charge");
            ChargeJson.write(json, charge);
        } else {
            Fields.text(json, "latest_charge", charge == null ? null : charge.id());
        }
    }

    private static void nextAction(JsonGenerator json, Payment payment, String baseUrl) {
        if (payment.status() != PaymentStatus.AWAITING_CUSTOMER) {
            json.writeNullProperty("next_action");
            return;
        }
        json.writeObjectPropertyStart("next_action");
        json.writeObjectPropertyStart("redirect_to_url");
        Fields.text(json, "return_url", payment.returnUrl());
        json.writeStringProperty("url", baseUrl + "/authenticate/" + payment.id());
        json.writeEndObject();
        json.writeStringProperty("type", "redirect_to_url");
        json.writeEndObject();
    }

    private static void method(JsonGenerator json, Payment payment, List<String> expanded) {
        CardOnFile method = payment.method();
        if (method != null && expanded.contains("payment_method")) {
            json.writeName("payment_method");
            CardJson.method(json, method, payment.created());
        } else {
            Fields.text(json, "payment_method", method == null ? null : method.id());
        }
    }

    private static void methodOptions(JsonGenerator json) {
        json.writeObjectPropertyStart("payment_method_options");
        json.writeObjectPropertyStart("card");
        Fields.nulls(json, "installments", "mandate_options", "network");
        json.writeStringProperty("request_three_d_secure", "automatic");
        json.writeEndObject();
        json.writeEndObject();
    }
}
