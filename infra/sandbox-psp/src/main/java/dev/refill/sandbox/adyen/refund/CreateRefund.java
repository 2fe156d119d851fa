package dev.refill.sandbox.adyen.refund;

import dev.refill.sandbox.adyen.wire.AdyenError;
import dev.refill.sandbox.adyen.wire.Call;
import dev.refill.sandbox.adyen.wire.Operation;
import dev.refill.sandbox.adyen.wire.Order;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.wire.Refusal;

/** {@code POST /payments/{pspReference}/refunds} */
public final class CreateRefund implements Operation {

    private final String merchant;

    public CreateRefund(String merchant) {
        this.merchant = merchant;
    }

    @Override
    public Subject on(Books books, Call call) {
        Order order = Order.read(call, merchant);
        Payment payment = books.payments().find(call.id());
        Charge charge = payment == null ? null : payment.charge();
        if (payment == null || charge == null || payment.status() != PaymentStatus.CAPTURED) {
            throw new Refusal(AdyenError.payment());
        }
        if (!order.currency().equals(payment.currency())) {
            throw new Refusal(AdyenError.invalid("amount.currency", "that of the payment"));
        }
        return RefundsInHand.begin(books, payment, charge, order);
    }
}
