package dev.refill.sandbox.paypal.order;

import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.paypal.wire.Call;
import dev.refill.sandbox.paypal.wire.Operation;
import dev.refill.sandbox.paypal.wire.PaypalError;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;

/** {@code PATCH /v2/checkout/orders/{id}}, which here can do one thing. */
public final class MarkOrder implements Operation {

    private static final String PATH = "/purchase_units/@reference_id=='default'/custom_id";

    @Override
    public Subject on(Books books, Call call) {
        JsonNode change = call.body().path(0);
        String customId = Json.text(change, "value");
        if (call.body().size() != 1 || !Json.text(change, "op").equals("replace")
                || !Json.text(change, "path").equals(PATH)) {
            throw new Refusal(PaypalError.invalid("FIELD_NOT_PATCHABLE", "path", "one replacement of " + PATH));
        }
        if (customId.isEmpty() || customId.length() > CreateOrder.LONGEST_TEXT) {
            throw new Refusal(PaypalError.invalid("INVALID_STRING_LENGTH", "value",
                    "1 to " + CreateOrder.LONGEST_TEXT + " characters"));
        }
        Checkout order = Orders.existing(books, call.id());
        if (order.status() == CheckoutStatus.COMPLETE) {
            throw new Refusal(PaypalError.unprocessable("ORDER_ALREADY_COMPLETED", "The order is completed."));
        }
        return Orders.mark(books, order, customId);
    }
}
