package dev.refill.recharge.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

import reactor.core.publisher.Mono;

import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.AssessRisk.Assessment;
import dev.refill.risk.RiskFacts;

/**
 * Carries an order one step on from wherever it rests, however it came to rest there: a crash, a lost answer, a webhook
 * that never came. Whatever is not known is looked up before anything is sent again.
 */
public final class AdvanceOrder {

    /** After so long without news a person decides: half a day of looks that grow rarer, then five daily ones. */
    private static final Duration LONGEST_WITHOUT_NEWS = Duration.ofDays(6);

    private final AssessRisk risk;
    private final ChargePayment charge;
    private final LookUpPayment lookUp;
    private final ClosePayment close;
    private final SettleRecharge settle;
    private final CreditRecharge credit;
    private final PaymentTerms terms;
    private final Clock clock;

    public AdvanceOrder(AssessRisk risk, ChargePayment charge, LookUpPayment lookUp, ClosePayment close,
            SettleRecharge settle, CreditRecharge credit, PaymentTerms terms, Clock clock) {
        this.risk = risk;
        this.charge = charge;
        this.lookUp = lookUp;
        this.close = close;
        this.settle = settle;
        this.credit = credit;
        this.terms = terms;
        this.clock = clock;
    }

    /** The order after one step; the same order if no step could be made now. */
    public Mono<Order> advance(Order order) {
        return switch (order.state()) {
            case CREATED -> sendOrGiveUp(order);
            case CHARGING -> order.payment().reference() == null
                    ? resumeCharging(order)
                    : refresh(order, Cause.Source.POLL);
            case UNKNOWN -> findOut(order);
            case REQUIRES_ACTION, CANCELLING -> refresh(order, Cause.Source.POLL).flatMap(this::closeIfDue);
            case PAID -> credit.creditIfPaid(order);
            case CREDITED, DECLINED, EXPIRED, CANCELLED, IN_REVIEW, RETURNED -> Mono.just(order);
        };
    }

    /** Asks the provider and applies what it says; sends nothing. */
    Mono<Order> refresh(Order order, Cause.Source source) {
        return lookUp.lookUp(order).flatMap(found -> applyFound(order, found, source));
    }

    /** What its owner gave up, and what was not paid in time, is closed at the provider; until that is certain it rests. */
    private Mono<Order> closeIfDue(Order order) {
        boolean due = switch (order.state()) {
            case CANCELLING -> true;
            case REQUIRES_ACTION -> terms.isOverdue(order, clock.instant());
            case CREATED, CHARGING, UNKNOWN, PAID, CREDITED, DECLINED, EXPIRED, CANCELLED, IN_REVIEW, RETURNED -> false;
        };
        return due ? close.close(order) : Mono.just(order);
    }

    private Mono<Order> sendOrGiveUp(Order order) {
        if (!terms.mayBeSent(order, clock.instant())) {
            return settle.apply(order, RechargeEvent.GIVEN_UP, Cause.own(Cause.Source.POLL));
        }
        return charge.charge(order);
    }

    /** The first step of an order that has just been accepted. */
    Mono<Order> begin(Order order, RiskFacts facts) {
        return switch (risk.assess(order, facts)) {
            case Assessment.Passed passed -> sendInTime(order);
            case Assessment.Objected objected -> risk.refuse(objected);
        };
    }

    /** Whoever was about to send may have been held up until others took over. */
    private Mono<Order> sendInTime(Order order) {
        return charge.maySend(order) ? charge.send(order) : Mono.just(order);
    }

    /** A first version may have been left before risk had spoken, or after its charge was sent: nobody noted which. */
    private Mono<Order> resumeCharging(Order order) {
        return order.recharge().version() > 1
                ? onceUnknown(order, this::findOut)
                : lookUp.lookUp(order).flatMap(found -> mayBeSentAgain(order, found)
                        ? risk.assessAgain(order).flatMap(this::resumeAssessed)
                        : applyFound(order, found, Cause.Source.POLL));
    }

    private boolean mayBeSentAgain(Order order, LookupOutcome found) {
        return found instanceof NotFound || (tellsNothing(found) && charge.maySend(order));
    }

    /** Whoever is overtaken by a change sends nothing: an order that is not known to be unknown may go on elsewhere. */
    private Mono<Order> onceUnknown(Order order, Function<Order, Mono<Order>> then) {
        return settle.apply(order, RechargeEvent.OUTCOME_UNKNOWN, Cause.own(Cause.Source.POLL))
                .flatMap(after -> after.state() == RechargeState.UNKNOWN ? then.apply(after) : Mono.just(after));
    }

    private Mono<Order> resumeAssessed(Assessment assessment) {
        return switch (assessment) {
            case Assessment.Passed passed -> onceUnknown(passed.order(), this::sendAgainOrGiveUp);
            // Its first assessment may have seen other facts, and its charge be on the way: it rests until that is excluded.
            case Assessment.Objected objected -> terms.hasSurelyArrivedOrNever(objected.order(), clock.instant())
                    ? risk.refuse(objected)
                    : Mono.just(objected.order());
        };
    }

    private Mono<Order> findOut(Order order) {
        return order.state().isTerminal()
                ? Mono.just(order)
                : lookUp.lookUp(order).flatMap(found -> order.payment().reference() == null
                        ? applySearched(order, found)
                        : applyFound(order, found, Cause.Source.POLL));
    }

    private Mono<Order> applySearched(Order order, LookupOutcome found) {
        return switch (found) {
            // It may have arrived since: the same key lets the provider charge once at most.
            case NotFound notFound -> sendAgainOrGiveUp(order);
            case PaymentObservation seen -> applyFound(order, seen, Cause.Source.POLL);
            case NotAskable never -> sendAgainOrWait(order, found);
            case Unresolved unresolved -> sendAgainOrWait(order, found);
        };
    }

    private Mono<Order> sendAgainOrWait(Order order, LookupOutcome found) {
        return tellsNothing(found) && charge.maySend(order)
                ? charge.send(order)
                : applyFound(order, found, Cause.Source.POLL);
    }

    /** It has no way to be asked, or too much to be read: the provider knows its keys better than its lists, and tells what it did. */
    private static boolean tellsNothing(LookupOutcome found) {
        return found instanceof NotAskable || (found instanceof Unknown unknown && unknown.providerIsWell());
    }

    private Mono<Order> sendAgainOrGiveUp(Order order) {
        if (charge.maySend(order)) {
            return charge.send(order);
        }
        return terms.hasSurelyArrivedOrNever(order, clock.instant())
                ? settle.apply(order, RechargeEvent.NEVER_ARRIVED, Cause.own(Cause.Source.POLL))
                : Mono.just(order);
    }

    private Mono<Order> applyFound(Order order, LookupOutcome found, Cause.Source source) {
        Cause cause = new Cause(order.payment().gateway().value(), source, null);
        return switch (found) {
            case PaymentObservation seen -> settle.apply(order, seen, cause.with(seen.reference().value()))
                    .flatMap(after -> after.recharge().version() == order.recharge().version()
                            ? giveUpIfTooOld(after)
                            : Mono.just(after));
            case NotFound notFound -> giveUpIfTooOld(order);
            case NotAskable never -> giveUpIfTooOld(order);
            case Unresolved unresolved -> giveUpIfTooOld(order);
        };
    }

    private Mono<Order> giveUpIfTooOld(Order order) {
        return clock.instant().isAfter(waitsSince(order).plus(LONGEST_WITHOUT_NEWS))
                ? settle.apply(order, RechargeEvent.GIVEN_UP, Cause.own(Cause.Source.POLL))
                : Mono.just(order);
    }

    /** A person may have had an old order found out further: its days begin anew. A page that stays open brings no news. */
    private static Instant waitsSince(Order order) {
        return switch (order.state()) {
            case CHARGING, UNKNOWN -> order.recharge().changedAt();
            case CREATED, REQUIRES_ACTION, CANCELLING, PAID, CREDITED, DECLINED, EXPIRED, CANCELLED, IN_REVIEW,
                    RETURNED ->
                order.recharge().createdAt();
        };
    }
}
