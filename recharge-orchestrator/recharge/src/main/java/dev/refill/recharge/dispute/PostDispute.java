package dev.refill.recharge.dispute;

import java.time.Clock;

import reactor.core.publisher.Mono;

import dev.refill.gateway.Money;
import dev.refill.ledger.Ledger;
import dev.refill.recharge.credit.MoveCredit;
import dev.refill.recharge.credit.MoveCredit.Moved;
import dev.refill.recharge.order.CreditTerms;
import dev.refill.recharge.order.Instants;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.refund.MoveRefundedCredit;
import dev.refill.recharge.refund.Refundable;

/** Sees to it that all which is known of a dispute is in the books. Safe to repeat, however far it came before. */
public final class PostDispute {

    private final Ledger ledger;
    private final MoveCredit credits;
    private final MoveRefundedCredit payments;
    private final Clock clock;

    public PostDispute(Ledger ledger, MoveRefundedCredit payments, Clock clock) {
        this.ledger = ledger;
        this.credits = new MoveCredit(ledger);
        this.payments = payments;
        this.clock = clock;
    }

    /** Completes empty; an error means that something may be missing in the books. */
    Mono<Void> post(Dispute dispute, Refundable of) {
        Money withdrawn = dispute.withdrawn();
        Money fee = dispute.fee();
        return withdrawn == null || fee == null
                ? Mono.empty()
                : opened(dispute, withdrawn, fee, of).then(Mono.defer(() -> closed(dispute, withdrawn, of.order())));
    }

    private Mono<Void> opened(Dispute dispute, Money withdrawn, Money fee, Refundable of) {
        Order order = of.order();
        return payments.inTheBooks(of)
                .then(CreditTerms.creditedBucket(ledger, order))
                .flatMap(bucket -> credits.take(order.recharge().subscriber(), bucket, dispute.credit().unit(),
                        held -> DisputeEntries.withdrawn(dispute, withdrawn, fee, order.recharge().subscriber(), bucket,
                                held, Instants.now(clock))))
                .flatMap(moved -> requireDone(dispute, moved));
    }

    private Mono<Void> closed(Dispute dispute, Money withdrawn, Order order) {
        return dispute.state() != DisputeState.WON && dispute.state() != DisputeState.LOST
                ? Mono.empty()
                : ledger.entry(DisputeEntries.withdrawnId(dispute))
                        .flatMap(opened -> credits.give(order.recharge().subscriber(), dispute.credit().unit(),
                                held -> DisputeEntries.closed(dispute, withdrawn, opened, order.recharge().subscriber(),
                                        held,
                                        Instants.now(clock))))
                        .flatMap(moved -> requireDone(dispute, moved));
    }

    private static Mono<Void> requireDone(Dispute dispute, Moved moved) {
        return switch (moved) {
            case DONE -> Mono.empty();
            case REFUSED -> Mono.error(() -> new IllegalStateException(
                    dispute.id() + ": the books hold something else under the id of its entry"));
        };
    }
}
