package dev.refill.recharge.order;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.ledger.Posting;
import dev.refill.offer.Quote;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;

/**
 * Gives the credit of a paid order: one ledger entry whose id is derived from the order, so that however often it is
 * posted the balance rises once.
 */
public final class CreditRecharge {

    private static final AccountId DEFERRED_REVENUE = new AccountId("deferred-revenue");
    private static final AccountId ISSUED_CREDIT = new AccountId("issued-credit");
    private static final AccountId ISSUED_BONUS = new AccountId("issued-bonus");

    private final Ledger ledger;
    private final OrderStore store;
    private final Settlement settlement;
    private final PhaseTimer phases;
    private final Clock clock;

    public CreditRecharge(Ledger ledger, OrderStore store, Settlement settlement, PhaseTimer phases, Clock clock) {
        this.ledger = ledger;
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
                    IN_REVIEW ->
                Mono.just(order);
        };
    }

    private Mono<Order> credit(Order order) {
        return ledger.post(entryOf(order))
                .map(CreditRecharge::eventOf)
                .flatMap(event -> commit(order, event));
    }

    private Mono<Order> commit(Order order, RechargeEvent event) {
        Cause cause = Cause.own(Cause.Source.LEDGER).with(entryId(order).value());
        return Mono.justOrEmpty(settlement.change(order, event, cause, Instants.now(clock)))
                .flatMap(change -> store.change(order, change))
                // Somebody else has credited it meanwhile, with the same entry: its state is the truth.
                .onErrorResume(OrderOvertaken.class, overtaken -> store.byId(order.id()));
    }

    private static RechargeEvent eventOf(PostOutcome outcome) {
        return switch (outcome) {
            case PostOutcome.Created created -> RechargeEvent.CREDITED;
            case PostOutcome.AlreadyExists exists -> RechargeEvent.CREDITED;
            case PostOutcome.ExistsWithOtherContent other -> RechargeEvent.CREDIT_REFUSED;
            case PostOutcome.InsufficientBalance insufficient -> RechargeEvent.CREDIT_REFUSED;
        };
    }

    private static EntryId entryId(Order order) {
        return new EntryId("ent_" + order.id() + "_credit");
    }

    /** What a recharge posts: a money leg and a credit leg, each zero in its unit. */
    static Entry entryOf(Order order) {
        Recharge recharge = order.recharge();
        Quote quote = recharge.quote();
        LedgerUnit currency = new LedgerUnit(quote.price().currency().getCurrencyCode());
        LedgerUnit credit = quote.credit().unit();
        List<Posting> postings = new ArrayList<>();
        postings.add(posting(new AccountId("gateway-clearing:" + order.payment().gateway()), currency,
                quote.price().minor()));
        postings.add(posting(DEFERRED_REVENUE, currency, -quote.price().minor()));
        postings.add(posting(AccountId.bucketOf(recharge.subscriber().value()), credit, quote.total().value()));
        postings.add(posting(ISSUED_CREDIT, credit, -quote.credit().value()));
        if (quote.bonus().value() > 0) {
            postings.add(posting(ISSUED_BONUS, credit, -quote.bonus().value()));
        }
        return new Entry(entryId(order), "recharge", recharge.id().value(), recharge.changedAt(), postings);
    }

    private static Posting posting(AccountId account, LedgerUnit unit, long value) {
        return new Posting(account, new Amount(unit, value));
    }
}
