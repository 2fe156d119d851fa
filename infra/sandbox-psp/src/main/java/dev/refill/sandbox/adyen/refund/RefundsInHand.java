package dev.refill.sandbox.adyen.refund;

import dev.refill.sandbox.adyen.payment.Attempts;
import dev.refill.sandbox.adyen.wire.Order;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.RefundStatus;

import static java.util.Objects.requireNonNull;

/** What happens to a refund, with everything it leaves in the books. */
public final class RefundsInHand {

    private static final String EVENT = Attempts.EVENTS + "REFUND";
    private static final String TOO_MUCH = "Insufficient balance on payment";
    /** Long enough that nobody takes the answer for the end, short enough to wait for. */
    private static final long LATER_SECONDS = 2;

    private RefundsInHand() {}

    /** Takes note of it. What is more than is left of the payment is found out later, as at Adyen. */
    static Refund begin(Books books, Payment payment, Charge charge, Order order) {
        boolean possible = order.amount() <= charge.left();
        if (possible) {
            books.record(new Change.PaymentStands(payment.withCharge(charge.plusRefunded(order.amount()))));
        }
        Refund refund = new Refund(Attempts.newReference(books), charge.id(), payment.id(), order.amount(),
                order.currency(), RefundStatus.PENDING, null, possible ? RefundStatus.SUCCEEDED : RefundStatus.FAILED,
                books.now() + LATER_SECONDS, null, order.metadata(), books.now());
        books.record(new Change.RefundStands(refund));
        return refund;
    }

    /** Carries out what was taken note of and is due. */
    public static void settleDue(Books books) {
        Refund due = books.nextDue();
        while (due != null) {
            RefundStatus as = requireNonNull(due.then());
            Refund ended = due.ended(as, as == RefundStatus.FAILED ? TOO_MUCH : null);
            books.record(new Change.RefundStands(ended));
            books.happened(EVENT, ended, Cause.CLOCK);
            due = books.nextDue();
        }
    }
}
