package dev.refill.recharge.refund;

import java.time.Clock;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.recharge.order.Cause;

/**
 * A person's word on a refund in review. The provider is asked once more before, also by the id under which the person has seen the
 * refund there: what it tells counts, and no person's word stands against it. Who asked for the refund does not decide on it.
 */
public final class RuleOnRefund {

    private static final Logger log = LoggerFactory.getLogger(RuleOnRefund.class);

    /** A provider that does not answer now may tomorrow; one that has not for so long, on top of the days before review, may never. */
    private static final Duration LONGEST_WITHOUT_ANSWER = Duration.ofDays(7);

    private final RefundStore store;
    private final AdvanceRefund advance;
    private final SettleRefund settle;
    private final Clock clock;

    public RuleOnRefund(RefundStore store, AdvanceRefund advance, SettleRefund settle, Clock clock) {
        this.store = store;
        this.advance = advance;
        this.settle = settle;
        this.clock = clock;
    }

    /**
     * What a person says.
     *
     * @param reference the provider's id of the refund, as it was seen there: by it, what the provider tells later finds the refund
     * @param reason what was seen, 1 to 200 characters
     */
    public record Ruling(Verdict verdict, @Nullable ProviderReference reference, String reason) {}

    /** Exactly one decision. */
    Mono<RefundDecision> rule(RefundId id, Ruling ruling, String by) {
        return Mono.defer(() -> store.byId(id))
                .flatMap(refund -> objection(refund, ruling, by)
                        .switchIfEmpty(Mono.defer(() -> advance.ask(refund, ruling.reference())
                                .flatMap(found -> rule(refund, ruling, by, found)))))
                .onErrorResume(RefundOvertaken.class,
                        overtaken -> store.byId(id).flatMap(fresh -> decidedAlready(fresh, ruling, by)))
                .defaultIfEmpty(new RefundDecision.NoSuchRefund());
    }

    /** Empty: nothing stands against it so far. */
    private Mono<RefundDecision> objection(Refund refund, Ruling ruling, String by) {
        if (refund.state() != RefundState.IN_REVIEW) {
            return decidedAlready(refund, ruling, by);
        }
        if (refund.requestedBy().equals(by)) {
            return Mono.just(new RefundDecision.SamePerson());
        }
        ProviderReference seen = ruling.reference();
        if (seen == null) {
            return ruling.verdict() == Verdict.SUCCEEDED && refund.reference() == null
                    ? Mono.just(new RefundDecision.ReferenceNeeded())
                    : Mono.empty();
        }
        return refund.reference() != null && !refund.reference().equals(seen)
                ? Mono.just(new RefundDecision.OtherReference())
                : store.refundable(refund.recharge())
                        .flatMap(of -> store.byReference(of.order().payment().gateway(), seen))
                        .filter(other -> !other.id().equals(refund.id()))
                        .map(other -> new RefundDecision.OtherReference());
    }

    /** A decision whose answer was lost is repeated, and one may be seen to be overtaken by what follows from it. */
    private Mono<RefundDecision> decidedAlready(Refund refund, Ruling ruling, String by) {
        return store.steps(refund.id())
                .any(step -> step.event() == ruling.verdict().event() && step.cause().actor().equals(by))
                .map(isTheirs -> isTheirs
                        ? new RefundDecision.Made(refund, false)
                        : new RefundDecision.NotOpen(refund));
    }

    private Mono<RefundDecision> rule(Refund refund, Ruling ruling, String by, RefundLookupOutcome found) {
        return switch (found) {
            case RefundSucceeded other when !other.amount().equals(refund.amount()) ->
                Mono.just(new RefundDecision.OtherReference());
            case RefundObservation told -> confirm(refund, ruling, by, told);
            case NotFound nothing when refund.reference() == null && ruling.reference() != null ->
                Mono.just(new RefundDecision.OtherReference());
            case NotFound nothing -> carryOut(refund, ruling, by);
            case NotAskable never -> carryOut(refund, ruling, by);
            case Unknown unknown when unknown.providerIsWell() -> carryOut(refund, ruling, by);
            case Unresolved unresolved -> isLongWithoutAnswer(refund)
                    ? carryOut(refund, ruling, by)
                    : Mono.just(new RefundDecision.ProviderDidNotSay());
        };
    }

    private boolean isLongWithoutAnswer(Refund refund) {
        return clock.instant().isAfter(refund.changedAt().plus(LONGEST_WITHOUT_ANSWER));
    }

    private Mono<RefundDecision> confirm(Refund refund, Ruling ruling, String by, RefundObservation told) {
        return settle.apply(refund, told, new Cause(by, Cause.Source.OPERATOR, told.reference().value()))
                .map(after -> ruling.verdict().isBorneOutBy(after.state())
                        ? new RefundDecision.Made(after, true)
                        : new RefundDecision.ProviderTold(after));
    }

    private Mono<RefundDecision> carryOut(Refund refund, Ruling ruling, String by) {
        return settle
                .applyAsRead(refund, ruling.verdict().event(), ruling.reference(),
                        new Cause(by, Cause.Source.OPERATOR, ruling.reason()))
                .doOnNext(made -> log.info("{}: {} decided that it {}", refund.id(), by, ruling.verdict()))
                .map(made -> new RefundDecision.Made(made, true));
    }
}
