package dev.refill.sandbox.stripe.payment;

import java.util.List;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code POST /v1/payment_intents/{id}/confirm} */
final class ConfirmPayment implements Operation {

    @Override
    public Action prepare(Call call) {
        Confirmation confirmation = Confirmation.read(call.params());
        List<String> expanded = call.expanding(PaymentOperations.EXPANDABLE);
        call.params().accept("payment_method_options", "client_secret", "payment_method_types");
        call.params().refuseRest();
        return books -> confirm(books, call, confirmation, expanded);
    }

    private static Answer confirm(Books books, Call call, Confirmation confirmation, List<String> expanded) {
        Payment payment = PaymentOperations.existing(books, call.id());
        confirmation.check(payment);
        return confirmation.apply(books, payment, confirmation.method(books), call.cause(), expanded);
    }
}
