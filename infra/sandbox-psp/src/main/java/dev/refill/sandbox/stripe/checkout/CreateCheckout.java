package dev.refill.sandbox.stripe.checkout;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.LineItem;
import dev.refill.sandbox.stripe.payment.Amounts;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Params;
import dev.refill.sandbox.stripe.wire.Refusal;
import dev.refill.sandbox.wire.WebAddress;

/** {@code POST /v1/checkout/sessions}, in payment mode */
final class CreateCheckout implements Operation {

    private static final long SHORTEST = 30 * 60L;
    private static final long LONGEST = 24 * 60 * 60L;
    /** Clocks differ a little; so does the time a request takes. */
    private static final long TOLERANCE = 60L;

    @Override
    public Action prepare(Call call) {
        Params params = call.params();
        params.requiredText("mode");
        params.oneOf("mode", List.of("payment"));
        params.oneOf("ui_mode", List.of("hosted", "hosted_page"));
        List<Line> lines = lines(params);
        String currency = lines.getFirst().currency;
        long total = Amounts.within(total(lines, currency), currency, "line_items");
        String successUrl = url(params, "success_url");
        String cancelUrl = params.has("cancel_url") ? url(params, "cancel_url") : null;
        Long expires = params.integer("expires_at");
        Params payment = params.nested("payment_intent_data");
        Checkout draft = new Checkout("", total, currency, lines.stream().map(Line::item).toList(), successUrl,
                cancelUrl, params.text("client_reference_id"), params.text("customer_email"),
                params.metadata("metadata"), payment.metadata("metadata"), payment.text("description"),
                CheckoutStatus.OPEN, null, 0, 0,
                "off_session".equals(payment.oneOf("setup_future_usage", List.of("off_session", "on_session"))));
        List<String> expanded = call.expanding(CheckoutOperations.EXPANDABLE);
        payment.accept("statement_descriptor", "statement_descriptor_suffix", "receipt_email");
        payment.oneOf("capture_method", List.of("automatic", "automatic_async"));
        params.accept("locale", "payment_method_types", "submit_type", "billing_address_collection",
                "customer_creation", "payment_method_options");
        params.refuseRest();
        return books -> open(books, draft, expires, expanded);
    }

    private static Answer open(Books books, Checkout draft, @Nullable Long expires,
            List<String> expanded) {
        long now = books.now();
        checkExpiry(expires, now);
        List<LineItem> lines = draft.lines()
                .stream()
                .map(line -> new LineItem(books.ids().next("li_"), line.name(), line.unitAmount(), line.quantity()))
                .toList();
        Checkout checkout = draft.opened(books.ids().next("cs_test_", 58), lines,
                expires == null ? now + LONGEST : expires, now);
        books.record(new Change.CheckoutStands(checkout));
        return CheckoutOperations.shown(books, checkout, expanded);
    }

    private static void checkExpiry(@Nullable Long expires, long now) {
        if (expires != null && (expires < now + SHORTEST - TOLERANCE || expires > now + LONGEST + TOLERANCE)) {
            throw new Refusal(ApiError.invalid(null, "expires_at", "The `expires_at` timestamp must be "
                    + (expires < now + SHORTEST ? "at least 30 minutes" : "less than 24 hours")
                    + " from Checkout Session creation."));
        }
    }

    private static List<Line> lines(Params params) {
        if (!params.has("line_items")) {
            throw new Refusal(ApiError.missing("line_items"));
        }
        List<Line> lines = new ArrayList<>();
        for (Params item : params.list("line_items")) {
            Params price = item.nested("price_data");
            Params product = price.nested("product_data");
            product.accept("description", "images", "metadata", "tax_code");
            price.accept("tax_behavior");
            long quantity = item.requiredInteger("quantity");
            if (quantity < 1) {
                throw new Refusal(ApiError.invalid("parameter_invalid_integer", "line_items[0][quantity]",
                        "This value must be greater than or equal to 1."));
            }
            lines.add(new Line(Amounts.currency(price), product.requiredText("name"),
                    price.requiredInteger("unit_amount"), quantity));
        }
        if (lines.isEmpty()) {
            throw new Refusal(ApiError.missing("line_items"));
        }
        return lines;
    }

    private static long total(List<Line> lines, String currency) {
        long total = 0;
        for (Line line : lines) {
            if (!line.currency.equals(currency)) {
                throw new Refusal(ApiError.invalid(null, "line_items",
                        "The Checkout Session's line items must all have the same currency."));
            }
            if (line.unitAmount < 0) {
                throw new Refusal(
                        ApiError.invalid("parameter_invalid_integer", "line_items[0][price_data][unit_amount]",
                                "This value must be greater than or equal to 0."));
            }
            total = Math.addExact(total, Math.multiplyExact(line.unitAmount, line.quantity));
        }
        return total;
    }

    private static String url(Params params, String name) {
        String url = params.requiredText(name);
        // The template's braces are no part of a URI.
        if (!WebAddress.isOne(url.replace("{CHECKOUT_SESSION_ID}", "id"))) {
            throw new Refusal(ApiError.invalid("url_invalid", name, "Not a valid URL"));
        }
        return url;
    }

    private record Line(String currency, String name, long unitAmount, long quantity) {

        LineItem item() {
            return new LineItem("", name, unitAmount, quantity);
        }
    }
}
