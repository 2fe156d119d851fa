package dev.refill.recharge.refund;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.Instants;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.RestSchedule;
import dev.refill.recharge.refund.RefundTransitions.Meaning;

/**
 * The one way by which news reaches a refund, whoever brings it: an answer, a webhook, a look. Old news changes nothing, and
 * two messengers at once make one change.
 *
 * <p>That a refund came to nothing is committed before its credit is given back: of two messengers who say different things of
 * it, one is first, and only if that is the one who said so is anything given back. Until the credit is back the refund rests as
 * {@link RefundState#GIVING_BACK}, from where the completer, or whoever brings the news again, gives it back; only then does it
 * count as failed. A crash at any point so leaves it where it is carried on from.
 */
public final class SettleRefund {

    private static final Logger log = LoggerFactory.getLogger(SettleRefund.class);

    /** So many messengers may bring different news of one refund in the same moment. */
    private static final int MOST_OVERTAKINGS = 8;

    private final RefundStore store;
    private final MoveRefundedCredit credit;
    private final RestSchedule<RefundState> schedule;
    private final Clock clock;

    public SettleRefund(RefundStore store, MoveRefundedCredit credit, RestSchedule<RefundState> schedule, Clock clock) {
        this.store = store;
        this.credit = credit;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * Applies what the provider says of a refund. Emits the refund after that.
     *
     * @throws RefundContradicted as an error signal if money is said to go of a refund that came to nothing, or of one that is
     *         there under another id
     */
    Mono<Refund> apply(Refund refund, RefundObservation seen, Cause cause) {
        return apply(refund, eventOf(seen), seen.reference(), withCode(cause, seen));
    }

    /** Applies an event that carries no observation. */
    Mono<Refund> apply(Refund refund, RefundEvent event, Cause cause) {
        return apply(refund, event, null, cause);
    }

    private Mono<Refund> apply(Refund refund, RefundEvent event, @Nullable ProviderReference told, Cause cause) {
        return change(refund, event, told, cause)
                .onErrorResume(RefundOvertaken.class, overtaken -> Mono.defer(() -> store.byId(refund.id()))
                        .flatMap(fresh -> change(fresh, event, told, cause))
                        .retryWhen(Retry.max(MOST_OVERTAKINGS).filter(RefundOvertaken.class::isInstance)));
    }

    /**
     * Applies an event to the refund exactly as it was read: what was decided on that, news that came since may make untrue.
     *
     * @param told the provider's id of it, if it was seen there
     * @throws RefundOvertaken as an error signal if it has changed since
     */
    Mono<Refund> applyAsRead(Refund refund, RefundEvent event, @Nullable ProviderReference told, Cause cause) {
        return change(refund, event, told, cause);
    }

    private Mono<Refund> change(Refund refund, RefundEvent event, @Nullable ProviderReference told, Cause cause) {
        if (told != null && refund.reference() != null && !told.equals(refund.reference())) {
            return Mono.error(() -> new RefundContradicted(refund, event, told));
        }
        return switch (RefundTransitions.meaning(refund.state(), event)) {
            case Meaning.Moves(RefundState to) ->
                store.change(refund, changeOf(event, to, told, cause))
                        .flatMap(this::creditBackIfDue);
            case Meaning.Old old -> creditBackIfDue(refund);
            case Meaning.Contradicts contradicts -> Mono.error(() -> new RefundContradicted(refund, event));
        };
    }

    /** Gives the credit of a refund back that came to nothing, and then counts it as failed; of any other, nothing. */
    Mono<Refund> creditBackIfDue(Refund refund) {
        return refund.state() == RefundState.GIVING_BACK
                ? store.refundable(refund.recharge()).flatMap(of -> creditBack(refund, of.order()))
                : Mono.just(refund);
    }

    private Mono<Refund> creditBack(Refund refund, Order order) {
        return credit.giveBack(refund, order.recharge().subscriber())
                .then(Mono.defer(() -> store.change(refund, changeOf(RefundEvent.CREDIT_BACK, RefundState.FAILED, null,
                        Cause.own(Cause.Source.LEDGER)))))
                .doOnNext(failed -> reportIfReturned(failed, order));
    }

    /** Nobody looks any more at an order that was returned, and its money is with us again. */
    private static void reportIfReturned(Refund failed, Order order) {
        if (order.state() == RechargeState.RETURNED) {
            log.error("{}: failed, and {} had ended as returned; somebody has to give its money back in another way",
                    failed.id(), order.id());
        }
    }

    private RefundChange changeOf(RefundEvent event, RefundState to, @Nullable ProviderReference told, Cause cause) {
        Instant now = Instants.now(clock);
        return new RefundChange(event, to, cause, now, schedule.first(to, now), told, null);
    }

    private static RefundEvent eventOf(RefundObservation seen) {
        return switch (seen) {
            case RefundSucceeded succeeded -> RefundEvent.SUCCEEDED;
            case RefundPending pending -> RefundEvent.PROCESSING;
            case RefundFailed failed -> RefundEvent.FAILED;
        };
    }

    private static Cause withCode(Cause cause, RefundObservation seen) {
        return switch (seen) {
            case RefundSucceeded succeeded -> cause;
            case RefundPending pending -> cause;
            case RefundFailed failed -> cause.with(cause.evidence() + " " + failed.rawCode());
        };
    }
}
