package dev.refill.sandbox.stripe.checkout;

import java.util.List;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** {@code POST /v1/checkout/sessions/{id}/expire} */
final class ExpireCheckout implements Operation {

    @Override
    public Action prepare(Call call) {
        List<String> expanded = call.expanding(CheckoutOperations.EXPANDABLE);
        call.params().refuseRest();
        return books -> expire(books, call, expanded);
    }

    private static Answer expire(Books books, Call call, List<String> expanded) {
        Checkout checkout = CheckoutOperations.existing(books, call.id());
        if (checkout.status() != CheckoutStatus.OPEN) {
            throw new Refusal(ApiError.invalid(null, null, "Only Checkout Sessions with a status in [\"open\"] can be "
                    + "expired. This Checkout Session has a status of \"" + StripeJson.status(checkout.status())
                    + "\"."));
        }
        return CheckoutOperations.shown(books, Checkouts.expire(books, checkout, call.cause()), expanded);
    }
}
