package dev.refill.sandbox.stripe.payment;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.CardOnFile;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Params;
import dev.refill.sandbox.stripe.wire.Refusal;

/** {@code POST /v1/payment_intents} */
final class CreatePayment implements Operation {

    @Override
    public Action prepare(Call call) {
        Params params = call.params();
        long given = params.requiredInteger("amount");
        String currency = Amounts.currency(params);
        long amount = Amounts.within(given, currency, "amount");
        boolean confirm = params.flag("confirm");
        Order order = new Order(amount, currency, params.metadata("metadata"), params.text("description"),
                params.text("receipt_email"), redirects(params), confirm, Confirmation.read(params),
                call.expanding(PaymentOperations.EXPANDABLE));
        params.oneOf("capture_method", List.of("automatic", "automatic_async"));
        params.oneOf("confirmation_method", List.of("automatic"));
        params.accept("payment_method_options", "statement_descriptor", "statement_descriptor_suffix",
                "radar_options", "transfer_group", "amount_details");
        params.refuseRest();
        if (!confirm && order.confirmation.returnUrl() != null) {
            throw new Refusal(ApiError.invalid(null, "return_url",
                    "The parameter `return_url` cannot be passed when creating a PaymentIntent unless `confirm` is set "
                            + "to true."));
        }
        return books -> order.place(books, call.cause());
    }

    /** Whether the customer might be sent elsewhere, which then needs an address to come back to. */
    private static boolean redirects(Params params) {
        List<String> types = params.texts("payment_method_types");
        Params automatic = params.nested("automatic_payment_methods");
        boolean enabled = automatic.flag("enabled");
        boolean never = "never".equals(automatic.oneOf("allow_redirects", List.of("always", "never")));
        if (!types.isEmpty() && enabled) {
            throw new Refusal(ApiError.invalid(null, null, "You may only specify one of these parameters: "
                    + "automatic_payment_methods, payment_method_types."));
        }
        for (String type : types) {
            if (!type.equals("card")) {
                throw new Refusal(ApiError.invalid("payment_intent_invalid_parameter", "payment_method_types",
                        "The payment method type \"" + type + "\" is invalid. The sandbox takes cards only."));
            }
        }
        return types.isEmpty() && !never;
    }

    private record Order(long amount, String currency, Map<String, String> metadata, @Nullable String description,
            @Nullable String receiptEmail, boolean redirects, boolean confirm, Confirmation confirmation,
            List<String> expanded) {

        Answer place(Books books, Cause cause) {
            Payment fresh = fresh(books);
            if (!confirm) {
                return new Answer.Shown(200, new Snapshot(
                        Charging.open(books, chosen(books, fresh), cause), null, expanded));
            }
            confirmation.check(fresh);
            CardOnFile named = confirmation.method(books);
            return confirmation.apply(books, Charging.open(books, fresh, cause), named, cause, expanded);
        }

        private Payment fresh(Books books) {
            String id = books.ids().next("pi_");
            return new Payment(id, books.ids().next(id + "_secret_"), amount, currency, metadata, description,
                    receiptEmail, redirects, PaymentStatus.AWAITING_METHOD, null, null, null, null, null, 0,
                    books.now());
        }

        private Payment chosen(Books books, Payment fresh) {
            CardOnFile method = confirmation.method(books);
            return method == null ? fresh : fresh.withMethod(method, null);
        }
    }
}
