package dev.refill.recharge.refund;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.Gateways;
import dev.refill.recharge.order.Instants;
import dev.refill.recharge.order.OrderIds;
import dev.refill.recharge.order.RestSchedule;
import dev.refill.recharge.refund.RequestOutcome.Why;

/** Accepts a refund once per claim, never above what is left, and never on what the caller has not seen. */
public final class RequestRefund {

    private final RefundStore store;
    private final RefundTerms terms;
    private final Gateways gateways;
    private final RestSchedule<RefundState> schedule;
    private final OrderIds ids;
    private final Clock clock;

    public RequestRefund(RefundStore store, RefundTerms terms, Gateways gateways, RestSchedule<RefundState> schedule,
            OrderIds ids, Clock clock) {
        this.store = store;
        this.terms = terms;
        this.gateways = gateways;
        this.schedule = schedule;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * One refund to accept.
     *
     * @param claimId unique per refund
     * @param seen the version of the order's refunds that the caller saw
     * @param requestedBy who asks
     */
    public record Command(String claimId, RechargeId recharge, Money amount, String reason, long seen,
            String requestedBy) {}

    /** Keeps the refund; sends nothing. Exactly one outcome. */
    Mono<RequestOutcome> request(Command command) {
        return store.byClaim(command.claimId())
                .<RequestOutcome>map(RequestRefund::known)
                .switchIfEmpty(Mono.defer(() -> store.refundable(command.recharge()))
                        .flatMap(of -> request(command, of))
                        .defaultIfEmpty(new RequestOutcome.NoSuchRecharge()));
    }

    private Mono<RequestOutcome> request(Command command, Refundable of) {
        RequestOutcome objection = objection(command, of);
        if (objection != null) {
            return Mono.just(objection);
        }
        Refund refund = newRefund(command.claimId(), command.amount(), command.reason(), command.requestedBy(),
                RefundEvent.REQUESTED, null, of);
        return keep(refund, of, RefundEvent.REQUESTED,
                new Cause(command.requestedBy(), Cause.Source.OPERATOR, command.reason()));
    }

    /** Keeps a refund that somebody made at the provider, whatever we think of it. */
    Mono<RequestOutcome> found(ProviderReference reference, Money amount, Refundable of, Cause cause) {
        Refund refund = newRefund("provider:" + of.order().payment().gateway() + ":" + reference, amount,
                "made at the provider", cause.actor(), RefundEvent.FOUND_AT_PROVIDER, reference, of);
        return keep(refund, of, RefundEvent.FOUND_AT_PROVIDER, cause);
    }

    private @Nullable RequestOutcome objection(Command command, Refundable of) {
        Money captured = of.captured();
        if (!of.isSettled() || captured == null) {
            return new RequestOutcome.NotRefundable(Why.NOT_SETTLED);
        }
        if (gateways.get(of.order().payment().gateway()).refunds().isEmpty()) {
            return new RequestOutcome.NotRefundable(Why.NOT_AT_PROVIDER);
        }
        if (command.seen() != of.version()) {
            return new RequestOutcome.Stale(of);
        }
        if (!command.amount().isSameCurrencyAs(captured)) {
            return new RequestOutcome.OtherCurrency(captured.currency());
        }
        return command.amount().minor() > of.left() ? new RequestOutcome.Exceeds(of.left()) : null;
    }

    private Mono<RequestOutcome> keep(Refund refund, Refundable of, RefundEvent event, Cause cause) {
        return store.request(refund, of, event, cause, schedule.first(refund.state(), refund.createdAt()))
                .flatMap(keeping -> outcomeOf(keeping, refund));
    }

    private Mono<RequestOutcome> outcomeOf(RefundStore.Keeping keeping, Refund refund) {
        return switch (keeping) {
            case KEPT -> Mono.just(new RequestOutcome.Accepted(refund, true));
            case KNOWN -> store.byClaim(refund.claimId()).map(RequestRefund::known);
            case STALE -> store.refundable(refund.recharge()).map(RequestOutcome.Stale::new);
            case EXCEEDS -> store.refundable(refund.recharge())
                    .map(of -> new RequestOutcome.Exceeds(of.left()));
            case NOT_SETTLED -> Mono.just(new RequestOutcome.NotRefundable(Why.NOT_SETTLED));
        };
    }

    private static RequestOutcome known(Refund refund) {
        return new RequestOutcome.Accepted(refund, false);
    }

    private Refund newRefund(String claimId, Money amount, String reason, String requestedBy, RefundEvent event,
            @Nullable ProviderReference reference, Refundable of) {
        Instant now = Instants.now(clock);
        return new Refund(new RefundId(ids.next("rfd_")), claimId, of.order().id(), 1,
                RefundTransitions.first(event, terms.needsApproval(of, amount.minor())), amount,
                of.creditFor(amount.minor()), of.bonusFor(amount.minor()), terms.whenSpent(of.order()), reason,
                requestedBy, null, reference, 0, now, now);
    }
}
