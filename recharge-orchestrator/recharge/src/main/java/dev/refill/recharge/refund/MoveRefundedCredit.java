package dev.refill.recharge.refund;

import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Money;
import dev.refill.ledger.Ledger;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.credit.MoveCredit;
import dev.refill.recharge.credit.MoveCredit.Moved;
import dev.refill.recharge.order.CreditTerms;
import dev.refill.recharge.order.HeldPayment;
import dev.refill.recharge.order.Instants;
import dev.refill.recharge.order.Order;
import dev.refill.subscriber.SubscriberId;

/** Takes the credit of a refund back before it is sent, and gives it back if the money stays. Both are safe to repeat. */
public final class MoveRefundedCredit {

    private static final Logger log = LoggerFactory.getLogger(MoveRefundedCredit.class);

    private final Ledger ledger;
    private final MoveCredit credits;
    private final Clock clock;

    public MoveRefundedCredit(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.credits = new MoveCredit(ledger);
        this.clock = clock;
    }

    /** The books refuse an entry for good. Nothing is sent, and a person has to look. */
    static final class EntryRefused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EntryRefused(RefundId id) {
            super(id + ": the books hold something else under the id of its entry", null, false, false);
        }
    }

    /** Completes empty once the credit is taken; an error means that it may not be, and nothing must be sent. */
    Mono<Void> take(Refund refund, Refundable of) {
        Order order = of.order();
        return inTheBooks(of)
                .then(CreditTerms.creditedBucket(ledger, order))
                .flatMap(bucket -> credits.take(order.recharge().subscriber(), bucket, refund.credit().unit(),
                        held -> RefundEntries.taken(refund, order, bucket, held, Instants.now(clock))))
                .flatMap(moved -> requireDone(refund, moved));
    }

    /** Completes empty once the captured money is in the books, which it is not yet if no credit was ever given for it. */
    public Mono<Void> inTheBooks(Refundable of) {
        Money captured = of.captured();
        return of.order().state() == RechargeState.CREDITED || captured == null
                ? Mono.empty()
                : ledger.post(HeldPayment.entryOf(of.order(), captured, Instants.now(clock))).then();
    }

    /** Completes empty once the credit is given back, or if none was taken. */
    Mono<Void> giveBack(Refund refund, SubscriberId subscriber) {
        return ledger.entry(RefundEntries.takenId(refund))
                .flatMap(taken -> credits.give(subscriber, refund.credit().unit(),
                        held -> RefundEntries.givenBack(refund, taken, subscriber, held, Instants.now(clock))))
                .flatMap(moved -> requireDone(refund, moved));
    }

    private static Mono<Void> requireDone(Refund refund, Moved moved) {
        return switch (moved) {
            case DONE -> Mono.empty();
            case REFUSED -> {
                log.error("{}: the books hold something else under the id of its entry", refund.id());
                yield Mono.error(() -> new EntryRefused(refund.id()));
            }
        };
    }
}
