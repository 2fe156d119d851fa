package dev.refill.sandbox.momo.refund;

import java.util.Map;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.RefundStatus;
import dev.refill.sandbox.momo.wire.Transfer;

import static java.util.Objects.requireNonNull;

/** What happens to a refund, with everything it leaves in the books. */
public final class GivingBack {

    /** Long enough that nobody takes the acceptance for the end, short enough to wait for. */
    private static final long LATER_SECONDS = 2;

    private GivingBack() {}

    /** @param transfer of no more than what is left of the charge */
    static void begin(Books books, String reference, Payment payment, Charge charge, Transfer transfer) {
        books.record(new Change.PaymentStands(payment.withCharge(charge.plusRefunded(transfer.amount()))));
        books.record(new Change.RefundStands(new Refund(reference, charge.id(), payment.id(), transfer.amount(),
                payment.currency(), RefundStatus.PENDING, null, RefundStatus.SUCCEEDED, books.now() + LATER_SECONDS,
                transfer.message(), Map.of(Books.OPERATION_KEY, transfer.externalId()), books.now())));
    }

    /** Carries out what was accepted and is due. */
    public static void settleDue(Books books) {
        Refund due = books.nextDue();
        while (due != null) {
            books.record(new Change.RefundStands(due.ended(requireNonNull(due.then()), null)));
            due = books.nextDue();
        }
    }
}
