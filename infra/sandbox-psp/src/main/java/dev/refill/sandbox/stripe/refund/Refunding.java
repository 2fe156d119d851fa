package dev.refill.sandbox.stripe.refund;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.RefundStatus;
import dev.refill.sandbox.stripe.payment.Aftermath;
import dev.refill.sandbox.stripe.payment.TestCards;

import static java.util.Objects.requireNonNull;

/** What happens to a refund, with everything it leaves in the books. */
public final class Refunding {

    /** Long enough that nobody takes it for the answer, short enough to wait for. */
    private static final long LATER_SECONDS = 3;
    private static final String EXPIRED_CARD = "expired_or_canceled_card";

    private Refunding() {}

    /** Lets happen what happens to refunds by itself. */
    public static void settleDue(Books books) {
        Refund due = books.nextDue();
        while (due != null) {
            end(books, due, requireNonNull(due.then()), Cause.CLOCK);
            due = books.nextDue();
        }
    }

    /** The customer's bank sends the money back, or never takes it. One that has failed stays as it is. */
    public static Refund fail(Books books, Refund refund) {
        return refund.status().counts() ? end(books, refund, RefundStatus.FAILED, Cause.CLOCK) : refund;
    }

    /** @param amount no more than what is left of the charge */
    static Refund make(Books books, Payment payment, Charge charge, long amount, @Nullable String reason,
            Map<String, String> metadata, Cause cause) {
        Aftermath aftermath = TestCards.aftermathOf(charge.onCard().card());
        Refund refund = new Refund(books.ids().next("re_"), charge.id(), payment.id(), amount, charge.currency(),
                aftermath.ofRefund(), null, aftermath.thenOfRefund(),
                aftermath.thenOfRefund() == null ? 0 : books.now() + LATER_SECONDS, reason, metadata, books.now());
        Charge less = charge.plusRefunded(amount);
        books.record(new Change.PaymentStands(payment.withCharge(less)));
        books.record(new Change.RefundStands(refund));
        books.happened("refund.created", refund, cause);
        books.happened("charge.refunded", less, cause);
        return refund;
    }

    private static Refund end(Books books, Refund refund, RefundStatus as, Cause cause) {
        Refund ended = refund.ended(as, as == RefundStatus.FAILED ? EXPIRED_CARD : null);
        if (as == RefundStatus.FAILED) {
            Payment payment = requireNonNull(books.payments().find(refund.paymentId()));
            Charge charge = requireNonNull(payment.charge());
            books.record(new Change.PaymentStands(payment.withCharge(charge.plusRefunded(-refund.amount()))));
        }
        books.record(new Change.RefundStands(ended));
        books.happened("refund.updated", ended, cause);
        books.happened("charge.refund.updated", ended, cause);
        if (as == RefundStatus.FAILED) {
            books.happened("refund.failed", ended, cause);
        }
        return ended;
    }
}
