package dev.refill.sandbox.stripe.dispute;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.BalanceMovement;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.DisputeStatus;
import dev.refill.sandbox.core.Payment;

/** What happens to a dispute, with everything it leaves in the books. */
public final class Disputing {

    /** In minor units of whatever currency; Stripe's is fifteen dollars, and is kept also when the shop wins. */
    private static final long FEE = 1500;

    private Disputing() {}

    /** How much of a payment a bank can want back; 0 for one that is not captured, all refunded or disputed before. */
    public static long disputable(Books books, Payment payment) {
        Charge charge = payment.charge();
        return charge == null || books.disputeOf(payment.id()) != null ? 0 : charge.left();
    }

    /**
     * The money goes from the shop's balance at once.
     *
     * @param amount 1 to what is {@link #disputable}
     */
    public static Dispute open(Books books, Payment payment, Charge charge, long amount, String reason) {
        Dispute dispute = new Dispute(books.ids().next("du_"), charge.id(), payment.id(), amount, charge.currency(),
                reason, DisputeStatus.OPEN,
                new BalanceMovement(books.ids().next("txn_"), amount, FEE, books.now()), null, charge.onCard().card(),
                books.now());
        books.record(new Change.PaymentStands(payment.withCharge(charge.withDispute())));
        books.record(new Change.DisputeStands(dispute));
        books.happened("charge.dispute.created", dispute, Cause.CLOCK);
        books.happened("charge.dispute.funds_withdrawn", dispute, Cause.CLOCK);
        return dispute;
    }

    /** @return null when it is no longer open */
    public static @Nullable Dispute win(Books books, Dispute dispute) {
        if (dispute.status() != DisputeStatus.OPEN) {
            return null;
        }
        Dispute won = dispute.won(
                new BalanceMovement(books.ids().next("txn_"), dispute.withdrawal().amount(), 0, books.now()));
        books.record(new Change.DisputeStands(won));
        books.happened("charge.dispute.closed", won, Cause.CLOCK);
        books.happened("charge.dispute.funds_reinstated", won, Cause.CLOCK);
        return won;
    }

    /** @return null when it is no longer open */
    public static @Nullable Dispute lose(Books books, Dispute dispute) {
        return lose(books, dispute, Cause.CLOCK);
    }

    static @Nullable Dispute lose(Books books, Dispute dispute, Cause cause) {
        if (dispute.status() != DisputeStatus.OPEN) {
            return null;
        }
        Dispute lost = dispute.lost();
        books.record(new Change.DisputeStands(lost));
        books.happened("charge.dispute.closed", lost, cause);
        return lost;
    }
}
