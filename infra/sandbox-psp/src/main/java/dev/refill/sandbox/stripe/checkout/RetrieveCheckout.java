package dev.refill.sandbox.stripe.checkout;

import java.util.List;

import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/checkout/sessions/{id}} */
final class RetrieveCheckout implements Operation {

    @Override
    public Action prepare(Call call) {
        List<String> expanded = call.expanding(CheckoutOperations.EXPANDABLE);
        call.params().refuseRest();
        return books -> CheckoutOperations.shown(books, CheckoutOperations.existing(books, call.id()), expanded);
    }
}
