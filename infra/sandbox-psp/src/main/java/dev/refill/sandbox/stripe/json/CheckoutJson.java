package dev.refill.sandbox.stripe.json;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.CardOnFile;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.LineItem;
import dev.refill.sandbox.core.Payment;

/** A Checkout Session. */
final class CheckoutJson {

    private static final List<String> CARD_ONLY = List.of("card");
    private static final String OF_THE_PAYMENT = "payment_intent.";

    private CheckoutJson() {}

    static void write(JsonGenerator json, Checkout checkout, @Nullable Payment payment, List<String> expanded,
            String baseUrl) {
        json.writeStartObject();
        json.writeStringProperty("id", checkout.id());
        json.writeStringProperty("object", "checkout.session");
        Fields.nulls(json, "adaptive_pricing", "after_expiration", "allow_promotion_codes");
        json.writeNumberProperty("amount_subtotal", checkout.amount());
        json.writeNumberProperty("amount_total", checkout.amount());
        automaticTax(json);
        json.writeNullProperty("billing_address_collection");
        Fields.text(json, "cancel_url", checkout.cancelUrl());
        Fields.text(json, "client_reference_id", checkout.clientReference());
        Fields.nulls(json, "client_secret", "consent", "consent_collection");
        json.writeNumberProperty("created", checkout.created());
        json.writeStringProperty("currency", checkout.currency());
        json.writeNullProperty("currency_conversion");
        Fields.texts(json, "custom_fields", List.of());
        Fields.text(json, "customer", customer(payment));
        json.writeStringProperty("customer_creation", checkout.savesCard() ? "always" : "if_required");
        Fields.nulls(json, "customer_details");
        Fields.text(json, "customer_email", checkout.customerEmail());
        Fields.texts(json, "discounts", List.of());
        json.writeNumberProperty("expires_at", checkout.expires());
        Fields.nulls(json, "invoice", "invoice_creation");
        if (expanded.contains("line_items")) {
            lines(json, checkout);
        }
        json.writeBooleanProperty("livemode", false);
        json.writeNullProperty("locale");
        Fields.metadata(json, checkout.metadata());
        json.writeStringProperty("mode", "payment");
        payment(json, checkout, payment, expanded, baseUrl);
        Fields.nulls(json, "payment_link");
        json.writeStringProperty("payment_method_collection", "if_required");
        Fields.empty(json, "payment_method_options");
        Fields.texts(json, "payment_method_types", CARD_ONLY);
        json.writeStringProperty("payment_status", checkout.status() == CheckoutStatus.COMPLETE ? "paid" : "unpaid");
        Fields.nulls(json, "recovered_from", "saved_payment_method_options", "setup_intent",
                "shipping_address_collection",
                "shipping_cost");
        Fields.texts(json, "shipping_options", List.of());
        json.writeStringProperty("status", status(checkout.status()));
        Fields.nulls(json, "submit_type", "subscription");
        Fields.text(json, "success_url", checkout.successUrl());
        totals(json);
        json.writeStringProperty("ui_mode", "hosted_page");
        Fields.text(json, "url", checkout.status() == CheckoutStatus.OPEN ? baseUrl + "/c/pay/" + checkout.id() : null);
        json.writeNullProperty("wallet_options");
        json.writeEndObject();
    }

    static String status(CheckoutStatus status) {
        return switch (status) {
            case OPEN -> "open";
            case COMPLETE -> "complete";
            case EXPIRED -> "expired";
        };
    }

    private static void automaticTax(JsonGenerator json) {
        json.writeObjectPropertyStart("automatic_tax");
        json.writeBooleanProperty("enabled", false);
        Fields.nulls(json, "liability", "provider", "status");
        json.writeEndObject();
    }

    private static void totals(JsonGenerator json) {
        json.writeObjectPropertyStart("total_details");
        json.writeNumberProperty("amount_discount", 0);
        json.writeNumberProperty("amount_shipping", 0);
        json.writeNumberProperty("amount_tax", 0);
        json.writeEndObject();
    }

    private static void payment(JsonGenerator json, Checkout checkout, @Nullable Payment payment,
            List<String> expanded, String baseUrl) {
        List<String> within = expanded.stream()
                .filter(one -> one.startsWith(OF_THE_PAYMENT))
                .map(one -> one.substring(OF_THE_PAYMENT.length()))
                .toList();
        if (payment != null && (!within.isEmpty() || expanded.contains("payment_intent"))) {
            json.writeName("payment_intent");
            PaymentJson.write(json, payment, within, baseUrl);
        } else {
            Fields.text(json, "payment_intent", checkout.paymentId());
        }
    }

    private static @Nullable String customer(@Nullable Payment payment) {
        CardOnFile method = payment == null ? null : payment.method();
        return method == null ? null : method.customer();
    }

    private static void lines(JsonGenerator json, Checkout checkout) {
        json.writeObjectPropertyStart("line_items");
        json.writeStringProperty("object", "list");
        json.writeArrayPropertyStart("data");
        checkout.lines().forEach(line -> line(json, checkout, line));
        json.writeEndArray();
        json.writeBooleanProperty("has_more", false);
        json.writeStringProperty("url", "/v1/checkout/sessions/" + checkout.id() + "/line_items");
        json.writeEndObject();
    }

    private static void line(JsonGenerator json, Checkout checkout, LineItem line) {
        json.writeStartObject();
        json.writeStringProperty("id", line.id());
        json.writeStringProperty("object", "item");
        json.writeNumberProperty("amount_discount", 0);
        json.writeNumberProperty("amount_subtotal", line.total());
        json.writeNumberProperty("amount_tax", 0);
        json.writeNumberProperty("amount_total", line.total());
        json.writeStringProperty("currency", checkout.currency());
        json.writeStringProperty("description", line.name());
        json.writeNumberProperty("quantity", line.quantity());
        json.writeEndObject();
    }
}
