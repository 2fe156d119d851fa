package dev.refill.recharge.refund;

import java.time.Instant;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.Refunds;
import dev.refill.gateway.SentWithin;
import dev.refill.gateway.Unknown;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.Gateways;
import dev.refill.recharge.order.Payment;
import dev.refill.recharge.order.PhaseTimer;

/**
 * Carries a refund one step on from wherever it rests: takes the credit back, then sends, and looks up before it sends again.
 */
public final class AdvanceRefund {

    private static final Logger log = LoggerFactory.getLogger(AdvanceRefund.class);

    private static final Instant NO_END = Instant.parse("9999-12-31T00:00:00Z");

    private final RefundStore store;
    private final MoveRefundedCredit credit;
    private final SettleRefund settle;
    private final Gateways gateways;
    private final PhaseTimer phases;

    public AdvanceRefund(RefundStore store, MoveRefundedCredit credit, SettleRefund settle, Gateways gateways,
            PhaseTimer phases) {
        this.store = store;
        this.credit = credit;
        this.settle = settle;
        this.gateways = gateways;
        this.phases = phases;
    }

    /** The first step of a refund that was just accepted or approved: nothing of it can be at the provider. */
    Mono<Refund> begin(Refund refund) {
        return refund.state() == RefundState.SENDING
                ? withOrder(refund, of -> send(refund, of))
                : Mono.just(refund);
    }

    /** The refund after one step; the same refund if no step could be made now. */
    public Mono<Refund> advance(Refund refund) {
        return refund.state().isCarriedOn()
                ? withOrder(refund, of -> lookUp(refund, of).flatMap(found -> applyFound(refund, of, found)))
                : Mono.just(refund);
    }

    /** The credit first: whatever then happens to the money, there is never more credit than money. */
    private Mono<Refund> withOrder(Refund refund, Function<Refundable, Mono<Refund>> step) {
        return store.refundable(refund.recharge())
                .flatMap(of -> phases.timed("refund-credit", credit.take(refund, of))
                        .then(Mono.defer(() -> step.apply(of))));
    }

    private Mono<RefundLookupOutcome> lookUp(Refund refund, Refundable of) {
        Payment payment = of.order().payment();
        // Only a provider that cannot list the refunds of one payment needs the time, and then no end is too late.
        SentWithin sent = new SentWithin(refund.createdAt(), NO_END);
        return phases.timed("refund-lookup", refunds(payment).lookupRefund(new RefundQuery(refund.id().operationKey(),
                refund.reference(), reference(payment), sent)));
    }

    private Mono<Refund> send(Refund refund, Refundable of) {
        Payment payment = of.order().payment();
        return phases.timed("refund", refunds(payment).refund(new RefundCommand(refund.id().operationKey(),
                reference(payment), refund.amount(), refund.reason())))
                .flatMap(outcome -> apply(refund, payment, outcome));
    }

    private Mono<Refund> apply(Refund refund, Payment payment, RefundOutcome outcome) {
        Cause cause = new Cause(payment.gateway().value(), Cause.Source.ANSWER, null);
        return switch (outcome) {
            case RefundObservation seen -> settle.apply(refund, seen, cause.with(seen.reference().value()));
            case RefundRefused refused -> {
                log.warn("{}: refused by the provider: {}", refund.id(), refused.rawCode());
                yield settle.apply(refund, RefundEvent.REFUSED, cause.with(refused.rawCode()));
            }
            case Unknown unknown -> {
                log.warn("{}: outcome of the refund is not known: {}", refund.id(), unknown.cause());
                yield settle.apply(refund, RefundEvent.OUTCOME_UNKNOWN, cause.with(unknown.cause()));
            }
            case NotSent notSent -> {
                log.warn("{}: refund was not sent: {}", refund.id(), notSent.reason());
                yield Mono.just(refund);
            }
        };
    }

    private Mono<Refund> applyFound(Refund refund, Refundable of, RefundLookupOutcome found) {
        Payment payment = of.order().payment();
        return switch (found) {
            case RefundObservation seen -> settle.apply(refund, seen,
                    new Cause(payment.gateway().value(), Cause.Source.POLL, seen.reference().value()));
            // It may have arrived since: the same key lets the provider give back once at most.
            case NotFound notFound -> refund.reference() == null ? send(refund, of) : Mono.just(refund);
            case Unknown unknown -> Mono.just(refund);
            case NotSent notSent -> Mono.just(refund);
        };
    }

    private Refunds refunds(Payment payment) {
        return gateways.get(payment.gateway()).refunds().orElseThrow(() -> new IllegalStateException(
                "gateway " + payment.gateway() + ": gives nothing back (expected: Refunds)"));
    }

    private static ProviderReference reference(Payment payment) {
        ProviderReference reference = payment.reference();
        if (reference == null) {
            throw new IllegalStateException("payment " + payment.operationKey() + ": captured without a reference");
        }
        return reference;
    }
}
