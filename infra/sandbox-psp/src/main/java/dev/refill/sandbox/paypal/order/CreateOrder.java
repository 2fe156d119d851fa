package dev.refill.sandbox.paypal.order;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.paypal.wire.Amount;
import dev.refill.sandbox.paypal.wire.Call;
import dev.refill.sandbox.paypal.wire.Operation;
import dev.refill.sandbox.paypal.wire.PaypalError;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;
import dev.refill.sandbox.wire.WebAddress;

/** {@code POST /v2/checkout/orders}, of one purchase unit that is paid on the page. */
public final class CreateOrder implements Operation {

    static final int LONGEST_TEXT = 127;

    private static final long LIFE_SECONDS = 6 * 60 * 60L;

    @Override
    public Subject on(Books books, Call call) {
        if (call.requestId() == null) {
            throw new Refusal(PaypalError.invalid("PAYPAL_REQUEST_ID_REQUIRED", "PayPal-Request-Id", "an id"));
        }
        JsonNode body = call.body();
        if (!Json.text(body, "intent").equals("CAPTURE")) {
            throw new Refusal(PaypalError.invalid("INVALID_PARAMETER_VALUE", "intent", "CAPTURE"));
        }
        if (body.path("purchase_units").size() != 1) {
            throw new Refusal(PaypalError.invalid("INVALID_ARRAY_MAX_ITEMS", "purchase_units", "one"));
        }
        JsonNode unit = body.path("purchase_units").path(0);
        JsonNode page = body.path("payment_source").path("paypal").path("experience_context");
        Amount amount = Amount.read(unit.path("amount"));
        String description = text(unit, "description");
        Checkout order = new Checkout(Orders.newId(books), amount.minor(), amount.currency(), List.of(),
                address(page, "return_url"), address(page, "cancel_url"), null, null,
                metadata(call.requestId(), unit), Map.of(), description.isEmpty() ? null : description,
                CheckoutStatus.OPEN, null, books.now() + LIFE_SECONDS, books.now());
        books.record(new Change.CheckoutStands(order));
        return order;
    }

    private static Map<String, String> metadata(String requestId, JsonNode unit) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(Books.OPERATION_KEY, requestId);
        for (String name : List.of(Orders.CUSTOM_ID, Orders.INVOICE_ID)) {
            String text = text(unit, name);
            if (!text.isEmpty()) {
                metadata.put(name, text);
            }
        }
        return Map.copyOf(metadata);
    }

    private static String text(JsonNode object, String field) {
        String text = Json.text(object, field);
        if (text.length() > LONGEST_TEXT) {
            throw new Refusal(PaypalError.invalid("INVALID_STRING_LENGTH", field,
                    "at most " + LONGEST_TEXT + " characters"));
        }
        return text;
    }

    private static String address(JsonNode page, String field) {
        String address = Json.text(page, field);
        if (!WebAddress.isOne(address)) {
            throw new Refusal(PaypalError.invalid("INVALID_PARAMETER_SYNTAX", field, "an address with http or https"));
        }
        return address;
    }
}
