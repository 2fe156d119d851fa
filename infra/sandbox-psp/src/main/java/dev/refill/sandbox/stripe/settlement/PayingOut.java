package dev.refill.sandbox.stripe.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.refill.sandbox.core.BalanceMovement;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.Payout;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.RefundStatus;
import dev.refill.sandbox.core.Settled;

/** Sends what the shop has to its bank. What is not above zero stays until more comes in. */
public final class PayingOut {

    private static final long DAY = 86_400;
    private static final long DAYS_TO_ARRIVE = 2;
    /** Of a charge: 2.9 per cent, rounded half up, and thirty minor units of whatever currency, but never more than all. */
    private static final long FEE_PER_THOUSAND = 29;
    private static final long FEE_EACH = 30;

    private PayingOut() {}

    /** @return one for each currency in which the shop has something */
    public static List<Payout> payOut(Books books) {
        Map<String, List<Settled>> byCurrency = unsettled(books).stream()
                .collect(Collectors.groupingBy(Settled::currency, TreeMap::new, Collectors.toList()));
        List<Payout> payouts = new ArrayList<>();
        byCurrency.forEach((currency, movements) -> {
            long balance = movements.stream().mapToLong(Settled::net).sum();
            if (balance > 0) {
                payouts.add(settle(books, currency, balance, movements));
            }
        });
        return payouts;
    }

    private static Payout settle(Books books, String currency, long balance, List<Settled> movements) {
        long arrives = (Math.floorDiv(books.now(), DAY) + DAYS_TO_ARRIVE) * DAY;
        Payout payout = new Payout(books.ids().next("po_"), balance, currency, books.ids().next("txn_"), arrives,
                books.now());
        movements.forEach(one -> books.record(new Change.BalanceSettled(one.in(payout.id()))));
        books.record(new Change.BalanceSettled(new Settled(payout.transactionId(), "payout", -balance, 0, currency,
                payout.id(), payout.id(), payout.created())));
        books.record(new Change.PaidOut(payout));
        return payout;
    }

    private static List<Settled> unsettled(Books books) {
        List<Settled> all = new ArrayList<>();
        for (Charge charge : books.charges().all(Charge::captured)) {
            all.add(new Settled(transaction("c", charge.id()), "charge", charge.amount(), fee(charge.amount()),
                    charge.currency(), charge.id(), "", charge.created()));
        }
        for (Refund refund : books.refunds().all(_all -> true)) {
            all.add(moved(refund, "r", "refund", -refund.amount()));
            if (refund.status() == RefundStatus.FAILED) {
                all.add(moved(refund, "f", "refund_failure", refund.amount()));
            }
        }
        for (Dispute dispute : books.disputes().all(_all -> true)) {
            all.add(moved(dispute, dispute.withdrawal(), "dispute", -1));
            BalanceMovement back = dispute.reinstatement();
            if (back != null) {
                all.add(moved(dispute, back, "dispute_reversal", 1));
            }
        }
        return all.stream().filter(one -> !books.settled().holds(one.id())).toList();
    }

    private static Settled moved(Refund refund, String kind, String category, long amount) {
        return new Settled(transaction(kind, refund.id()), category, amount, 0, refund.currency(), refund.id(),
                "", refund.created());
    }

    private static Settled moved(Dispute dispute, BalanceMovement movement, String category, int sign) {
        return new Settled(movement.id(), category, sign * movement.amount(), movement.fee(), dispute.currency(),
                dispute.id(), "", movement.created());
    }

    /** A movement has no id of its own before it is settled, and always gets the same. */
    private static String transaction(String kind, String source) {
        return "txn_" + kind + source.substring(source.indexOf('_') + 1);
    }

    private static long fee(long amount) {
        return Math.min(amount, (amount * FEE_PER_THOUSAND + 500) / 1_000 + FEE_EACH);
    }
}
