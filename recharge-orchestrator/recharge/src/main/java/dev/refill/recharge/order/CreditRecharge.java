package dev.refill.recharge.order;

import java.time.Clock;

import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.offer.Quote;
import dev.refill.posting.Place;
import dev.refill.posting.PostingRule;
import dev.refill.posting.Term;
import dev.refill.posting.Terms;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.credit.Holdings;
import dev.refill.recharge.credit.MoveCredit;
import dev.refill.recharge.credit.PostingTerms;

/**
 * Gives the credit of a paid order: one ledger entry whose id is derived from the order, so that however often it is
 * posted the balance rises once. What the subscriber owes is settled first, by the same entry; while that cannot be read, the
 * credit waits.
 */
public final class CreditRecharge {

    private final Ledger ledger;
    private final MoveCredit credits;
    private final CreditTerms terms;
    private final OrderStore store;
    private final Settlement settlement;
    private final PhaseTimer phases;
    private final Clock clock;

    public CreditRecharge(Ledger ledger, CreditTerms terms, OrderStore store, Settlement settlement, PhaseTimer phases,
            Clock clock) {
        this.ledger = ledger;
        this.credits = new MoveCredit(ledger);
        this.terms = terms;
        this.store = store;
        this.settlement = settlement;
        this.phases = phases;
        this.clock = clock;
    }

    /**
     * Credits the order if it is paid, and otherwise hands it back as it is.
     *
     * @return the order after that; an error means that the ledger's outcome is not known and the completer tries again
     */
    public Mono<Order> creditIfPaid(Order order) {
        return switch (order.state()) {
            case PAID -> phases.timed("credit", credit(order));
            case CREATED, CHARGING, REQUIRES_ACTION, UNKNOWN, CANCELLING, CREDITED, DECLINED, EXPIRED, CANCELLED,
                    IN_REVIEW, RETURNED ->
                Mono.just(order);
        };
    }

    private Mono<Order> credit(Order order) {
        return moneyIn(order)
                .flatMap(money -> switch (money) {
                    case DONE -> give(order);
                    case REFUSED -> Mono.just(MoveCredit.Moved.REFUSED);
                })
                .map(CreditRecharge::eventOf)
                .flatMap(event -> commit(order, event));
    }

    /** What is credited after something was asked back is taken from where that has put it, if need be by us. */
    private Mono<MoveCredit.Moved> moneyIn(Order order) {
        Recharge recharge = order.recharge();
        return HeldPayment.isHeld(order)
                ? ledger.post(HeldPayment.entryOf(order, recharge.quote().price(), recharge.changedAt()))
                        .map(CreditRecharge::heldBy)
                : Mono.just(MoveCredit.Moved.DONE);
    }

    private static MoveCredit.Moved heldBy(PostOutcome outcome) {
        return switch (outcome) {
            case PostOutcome.Created created -> MoveCredit.Moved.DONE;
            case PostOutcome.AlreadyExists exists -> MoveCredit.Moved.DONE;
            // Another sum was held than was to be paid: a person has to look.
            case PostOutcome.ExistsWithOtherContent other -> MoveCredit.Moved.REFUSED;
            case PostOutcome.InsufficientBalance insufficient -> MoveCredit.Moved.REFUSED;
        };
    }

    private Mono<MoveCredit.Moved> give(Order order) {
        Recharge recharge = order.recharge();
        return terms.bucketFor(order).flatMap(bucket -> credits.give(recharge.subscriber(),
                recharge.quote().credit().unit(), held -> entryOf(order, bucket, held)));
    }

    private Mono<Order> commit(Order order, RechargeEvent event) {
        Cause cause = Cause.own(Cause.Source.LEDGER).with(entryId(order).value());
        return Mono.justOrEmpty(settlement.change(order, event, cause, Instants.now(clock)))
                .flatMap(change -> store.change(order, change))
                // Somebody else has credited it meanwhile, with the same entry: its state is the truth.
                .onErrorResume(OrderOvertaken.class, overtaken -> store.byId(order.id()));
    }

    private static RechargeEvent eventOf(MoveCredit.Moved moved) {
        return switch (moved) {
            case DONE -> RechargeEvent.CREDITED;
            case REFUSED -> RechargeEvent.CREDIT_REFUSED;
        };
    }

    static EntryId entryId(Order order) {
        return new EntryId("ent_" + order.id() + "_credit");
    }

    /** What a recharge posts: a money leg and a credit leg, each zero in its unit. Money that is held leaves there. */
    static Entry entryOf(Order order, AccountId bucket, Holdings held) {
        Recharge recharge = order.recharge();
        Quote quote = recharge.quote();
        LedgerUnit credit = quote.credit().unit();
        PostingRule rule = HeldPayment.isHeld(order) ? PostingRule.RECHARGE_FROM_HELD : PostingRule.RECHARGE;
        Terms terms = PostingTerms.of(Term.AMOUNT, quote.price())
                .at(Place.GATEWAY, order.payment().gateway())
                .at(Place.BUCKET, bucket)
                .with(Term.CREDIT, quote.credit().value())
                .with(Term.BONUS, quote.bonus().value());
        return rule.entry(entryId(order), recharge.id().value(), recharge.changedAt(),
                PostingTerms.add(terms, recharge.subscriber(), credit, held.arriving(quote.total().value())));
    }
}
