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
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.recharge.order.Cause;

/**
 * A person's word on a refund in review. The provider is asked once more before: what it tells of the refund counts, and no person's
 * word stands against it. The id under which the person has seen it there is asked about, too, as far as the provider can be. Who
 * asked for the refund does not decide on it.
 */
public final class RuleOnRefund {

    private static final Logger log = LoggerFactory.getLogger(RuleOnRefund.class);

    /** A provider that does not answer now may tomorrow. A refund that has been in review for so long does not wait for that. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

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
     * @param reference the provider's id of a refund that succeeded: by it, what the provider tells later finds the refund
     * @param reason what was seen, 1 to 200 characters
     */
    public record Testimony(Verdict verdict, @Nullable ProviderReference reference, String reason) {

        public Testimony {
            if (verdict == Verdict.FAILED && reference != null) {
                throw new IllegalArgumentException(reference + ": of a refund that failed (expected: none)");
            }
        }
    }

    /** Exactly one decision. */
    Mono<RefundDecision> rule(RefundId id, Testimony testimony, String by) {
        return Mono.defer(() -> store.byId(id))
                .flatMap(refund -> objection(refund, testimony, by)
                        .switchIfEmpty(Mono.defer(() -> advance.ask(refund, refund.reference())
                                .flatMap(found -> heard(refund, testimony, by, found)))))
                .onErrorResume(RefundOvertaken.class,
                        overtaken -> store.byId(id).map(fresh -> asItStands(fresh, testimony)))
                .onErrorResume(RefundContradicted.class, RuleOnRefund::leftAsItIs)
                .defaultIfEmpty(new RefundDecision.NoSuchRefund());
    }

    /** Empty: nothing stands against it so far. */
    private Mono<RefundDecision> objection(Refund refund, Testimony testimony, String by) {
        if (refund.state() != RefundState.IN_REVIEW) {
            return Mono.just(asItStands(refund, testimony));
        }
        if (refund.requestedBy().equals(by)) {
            return Mono.just(new RefundDecision.SamePerson());
        }
        ProviderReference seen = testimony.reference();
        if (seen == null) {
            return testimony.verdict() == Verdict.SUCCEEDED && refund.reference() == null
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

    /** A decision whose answer was lost is repeated, and one may be overtaken by what follows from it. */
    private static RefundDecision asItStands(Refund refund, Testimony testimony) {
        return testimony.verdict().isBorneOutBy(refund.state())
                ? new RefundDecision.Made(refund, false)
                : new RefundDecision.NotOpen(refund);
    }

    /** Somebody else had decided that it failed, a moment before the provider told that the money went. */
    private static Mono<RefundDecision> leftAsItIs(RefundContradicted contradicted) {
        log.error("{}; it is left as it is, and credit and money have to be put right by hand",
                contradicted.getMessage());
        return Mono.just(new RefundDecision.NotOpen(contradicted.refund()));
    }

    private Mono<RefundDecision> heard(Refund refund, Testimony testimony, String by, RefundLookupOutcome found) {
        return switch (found) {
            case RefundObservation told -> confirm(refund, testimony, told);
            case NotFound nothing -> withReference(refund, testimony, by);
            case NotAskable never -> withReference(refund, testimony, by);
            case Unknown unknown when unknown.providerIsWell() -> withReference(refund, testimony, by);
            case Unresolved unresolved -> unlessItMayAnswer(refund, testimony, by);
        };
    }

    private Mono<RefundDecision> confirm(Refund refund, Testimony testimony, RefundObservation told) {
        return store.refundable(refund.recharge())
                .map(of -> new Cause(of.order().payment().gateway().value(), Cause.Source.POLL,
                        told.reference().value()))
                .flatMap(cause -> settle.apply(refund, told, cause))
                .map(after -> testimony.verdict().isBorneOutBy(after.state())
                        ? new RefundDecision.Made(after, true)
                        : new RefundDecision.ProviderTold(after));
    }

    /** It does not tell of the refund by itself: it may by the id that the person has seen. */
    private Mono<RefundDecision> withReference(Refund refund, Testimony testimony, String by) {
        ProviderReference seen = testimony.reference();
        return seen == null || seen.equals(refund.reference())
                ? carryOut(refund, testimony, by)
                : advance.ask(refund, seen).flatMap(found -> switch (found) {
                    case RefundSucceeded succeeded when succeeded.reference().equals(seen)
                            && succeeded.amount().equals(refund.amount()) ->
                        carryOut(refund, testimony, by);
                    case RefundSucceeded other -> otherReference();
                    case RefundPending pending -> otherReference();
                    case RefundFailed failed -> otherReference();
                    case NotFound nothing -> otherReference();
                    case NotAskable never -> carryOut(refund, testimony, by);
                    case Unresolved unresolved -> unlessItMayAnswer(refund, testimony, by);
                });
    }

    private static Mono<RefundDecision> otherReference() {
        return Mono.just(new RefundDecision.OtherReference());
    }

    private Mono<RefundDecision> unlessItMayAnswer(Refund refund, Testimony testimony, String by) {
        return clock.instant().isAfter(refund.changedAt().plus(LONGEST_WAIT))
                ? carryOut(refund, testimony, by)
                : Mono.just(new RefundDecision.ProviderDidNotSay());
    }

    private Mono<RefundDecision> carryOut(Refund refund, Testimony testimony, String by) {
        return settle
                .applyAsRead(refund, testimony.verdict().event(), testimony.reference(),
                        new Cause(by, Cause.Source.OPERATOR, testimony.reason()))
                .doOnNext(made -> log.info("{}: {} decided that it {}", refund.id(), by, testimony.verdict()))
                .map(made -> new RefundDecision.Made(made, true));
    }
}
