package dev.refill.sandbox.stripe.json;

import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.Card;
import dev.refill.sandbox.core.CardOnFile;

/** Cards: as a PaymentMethod, and as the details of a charge. */
final class CardJson {

    private CardJson() {}

    static void method(JsonGenerator json, CardOnFile method, long created) {
        json.writeStartObject();
        json.writeStringProperty("id", method.id());
        json.writeStringProperty("object", "payment_method");
        json.writeStringProperty("allow_redisplay", "unspecified");
        billing(json);
        json.writeObjectPropertyStart("card");
        card(json, method.card());
        json.writeEndObject();
        json.writeNumberProperty("created", created);
        Fields.text(json, "customer", method.customer());
        json.writeBooleanProperty("livemode", false);
        Fields.empty(json, "metadata");
        json.writeStringProperty("type", "card");
        json.writeEndObject();
    }

    static void details(JsonGenerator json, Card card) {
        json.writeObjectPropertyStart("payment_method_details");
        json.writeObjectPropertyStart("card");
        card(json, card);
        json.writeEndObject();
        json.writeStringProperty("type", "card");
        json.writeEndObject();
    }

    static void billing(JsonGenerator json) {
        json.writeObjectPropertyStart("billing_details");
        json.writeObjectPropertyStart("address");
        Fields.nulls(json, "city", "country", "line1", "line2", "postal_code", "state");
        json.writeEndObject();
        Fields.nulls(json, "email", "name", "phone", "tax_id");
        json.writeEndObject();
    }

    private static void card(JsonGenerator json, Card card) {
        json.writeStringProperty("brand", card.brand());
        json.writeStringProperty("country", "US");
        json.writeNumberProperty("exp_month", card.expiryMonth());
        json.writeNumberProperty("exp_year", card.expiryYear());
        json.writeStringProperty("funding", "credit");
        json.writeStringProperty("last4", card.last4());
        json.writeStringProperty("network", card.brand());
        Fields.nulls(json, "three_d_secure", "wallet");
    }
}
