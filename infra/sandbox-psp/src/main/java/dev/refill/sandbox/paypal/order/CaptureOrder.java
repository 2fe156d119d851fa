package dev.refill.sandbox.paypal.order;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.paypal.wire.Call;
import dev.refill.sandbox.paypal.wire.Operation;
import dev.refill.sandbox.paypal.wire.PaypalError;
import dev.refill.sandbox.wire.Refusal;

/** {@code POST /v2/checkout/orders/{id}/capture} */
public final class CaptureOrder implements Operation {

    @Override
    public Subject on(Books books, Call call) {
        Checkout order = Orders.existing(books, call.id());
        if (order.status() == CheckoutStatus.COMPLETE) {
            throw new Refusal(PaypalError.unprocessable("ORDER_ALREADY_CAPTURED", "The order is captured already."));
        }
        Funding funding = Orders.fundingOf(order);
        if (funding == null) {
            throw new Refusal(PaypalError.unprocessable("ORDER_NOT_APPROVED", "The payer has not agreed yet."));
        }
        return Orders.capture(books, order, funding);
    }

    /** PayPal repeats a refusal of what the payer chose until the payer chooses again, as that needs another request id. */
    @Override
    public @Nullable PaypalError errorOf(Subject left) {
        Funding funding = left instanceof Checkout order && order.status() == CheckoutStatus.OPEN
                ? Orders.fundingOf(order)
                : null;
        return funding == null ? null : funding.error();
    }
}
