package dev.refill.sandbox.stripe.payment;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** {@code POST /v1/payment_intents/{id}/cancel} */
final class CancelPayment implements Operation {

    private static final List<String> REASONS = List.of("duplicate", "fraudulent", "requested_by_customer",
            "abandoned");

    @Override
    public Action prepare(Call call) {
        String reason = call.params().oneOf("cancellation_reason", REASONS);
        List<String> expanded = call.expanding(PaymentOperations.EXPANDABLE);
        call.params().refuseRest();
        return books -> cancel(books, call, reason, expanded);
    }

    private static Answer cancel(Books books, Call call, @Nullable String reason, List<String> expanded) {
        Payment payment = PaymentOperations.existing(books, call.id());
        check(books, payment);
        Payment cancelled = payment.cancelled(reason, books.now());
        books.record(new Change.PaymentStands(cancelled));
        books.happened("payment_intent.canceled", cancelled, call.cause());
        return new Answer.Shown(200, new Snapshot(cancelled, null, expanded));
    }

    private static void check(Books books, Payment payment) {
        if (payment.status().terminal()) {
            throw new Refusal(ApiError.unexpectedState(payment, "You cannot cancel this PaymentIntent because it has a "
                    + "status of " + (payment.status() == PaymentStatus.CAPTURED ? "succeeded" : "canceled")
                    + ". Only a PaymentIntent with one of the following statuses may be canceled: "
                    + "requires_payment_method, requires_capture, requires_reauthorization, requires_confirmation, "
                    + "requires_action, processing."));
        }
        Checkout checkout = books.checkoutOf(payment);
        if (checkout != null && checkout.status() == CheckoutStatus.OPEN) {
            throw new Refusal(ApiError.unexpectedState(payment, "You cannot cancel this PaymentIntent because it was "
                    + "created by a Checkout Session. Expire the Checkout Session instead."));
        }
    }
}
