package dev.refill.recharge.refund;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Refunds;
import dev.refill.gateway.SentWithin;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.Gateways;
import dev.refill.recharge.order.Payment;
import dev.refill.recharge.order.PhaseTimer;

/**
 * Carries a refund one step on from wherever it rests: takes the credit back, then sends, and looks up before it sends again.
 * It is sent again only as long as its key surely is remembered, as a key that is forgotten means another refund. Later it is only
 * looked up, and one of which the provider then knows nothing never arrived. Where the provider cannot be asked nobody ever knows
 * that: then it is a person's, as is one of which nothing is heard for days.
 */
public final class AdvanceRefund {

    private static final Logger log = LoggerFactory.getLogger(AdvanceRefund.class);

    /** Providers forget operation keys after a day. */
    private static final Duration SENDABLE_FOR = Duration.ofHours(23);
    /** A last try may wait for a place, be repeated and run on at the provider. */
    private static final Duration LONGEST_ON_THE_WAY = Duration.ofMinutes(15);
    /** After so long without news it is a person's: half a day of looks that grow rarer, then daily ones. */
    private static final Duration LONGEST_WITHOUT_NEWS = Duration.ofDays(6);
    /** A provider that was at work on it and does not answer for once says nothing new. After so long it may be gone for good. */
    private static final Duration LONGEST_AT_WORK = Duration.ofDays(30);
    private static final Instant NO_END = Instant.parse("9999-12-31T00:00:00Z");

    private final RefundStore store;
    private final MoveRefundedCredit credit;
    private final SettleRefund settle;
    private final Gateways gateways;
    private final PhaseTimer phases;
    private final Clock clock;

    public AdvanceRefund(RefundStore store, MoveRefundedCredit credit, SettleRefund settle, Gateways gateways,
            PhaseTimer phases, Clock clock) {
        this.store = store;
        this.credit = credit;
        this.settle = settle;
        this.gateways = gateways;
        this.phases = phases;
        this.clock = clock;
    }

    /** The first step of a refund that was just accepted or approved: nothing of it can be at the provider. */
    Mono<Refund> begin(Refund refund) {
        return refund.state() == RefundState.SENDING
                ? withOrder(refund, of -> sendInTime(refund, of))
                : Mono.just(refund);
    }

    /** The refund after one step; the same refund if no step could be made now. */
    public Mono<Refund> advance(Refund refund) {
        return switch (refund.state()) {
            case SENDING, UNKNOWN, PENDING, IN_REVIEW -> withOrder(refund,
                    of -> lookUp(refund, refund.reference(), of).flatMap(found -> applyFound(refund, of, found)));
            case GIVING_BACK -> settle.creditBackIfDue(refund);
            case AWAITING_APPROVAL, REJECTED, SUCCEEDED, FAILED -> Mono.just(refund);
        };
    }

    /**
     * Brings news to a refund whose credit may not be taken yet, and whose news may be older than other news that found nothing here:
     * so its credit is taken first, and then the provider tells what it is now. What cannot be asked is believed as it came.
     *
     * @throws RefundContradicted as an error signal if money is said to go of a refund that came to nothing
     */
    Mono<Refund> hear(Refund refund, RefundObservation told, Cause cause) {
        return switch (refund.state()) {
            case PENDING -> withCreditTaken(refund,
                    of -> lookUp(refund, refund.reference(), of).flatMap(found -> switch (found) {
                        case NotAskable never -> settle.apply(refund, told, cause);
                        case RefundObservation seen -> applyFound(refund, of, seen);
                        case NotFound notFound -> applyFound(refund, of, notFound);
                        // It goes on being looked up.
                        case Unresolved unresolved -> Mono.just(refund);
                    }));
            case SENDING, UNKNOWN, IN_REVIEW, GIVING_BACK, AWAITING_APPROVAL, REJECTED, SUCCEEDED, FAILED ->
                settle.apply(refund, told, cause);
        };
    }

    /**
     * Asks the provider about money that is said to go of a refund that came to nothing here. What was told may be older than what
     * is known, and is then dropped: the refund comes back as it stands. Otherwise, and as long as the provider does not say, the
     * contradiction is an error.
     */
    Mono<Refund> confirm(RefundContradicted contradicted, ProviderReference told) {
        Refund refund = contradicted.refund();
        return store.refundable(refund.recharge())
                .flatMap(of -> lookUp(refund, told, of))
                .flatMap(found -> switch (found) {
                    case RefundFailed failed -> settle.creditBackIfDue(refund);
                    case RefundSucceeded succeeded -> stillSo(contradicted);
                    case RefundPending pending -> stillSo(contradicted);
                    case NotFound notFound -> Mono.error(contradicted);
                    case NotAskable never -> Mono.error(contradicted);
                    case Unknown unknown -> Mono.error(contradicted);
                    case NotSent notSent -> Mono.error(contradicted);
                });
    }

    /**
     * Asks the provider about a refund. Changes nothing.
     *
     * @param reference under which it is there; {@code null}: it is looked for by its key
     */
    Mono<RefundLookupOutcome> ask(Refund refund, @Nullable ProviderReference reference) {
        return store.refundable(refund.recharge()).flatMap(of -> lookUp(refund, reference, of));
    }

    private static Mono<Refund> stillSo(RefundContradicted contradicted) {
        log.error("{}; the provider confirms it: credit and money have to be put right by hand",
                contradicted.getMessage());
        return Mono.error(contradicted);
    }

    /** A provider that takes back what it said to us: nobody waits for an answer, and saying it again would not help. */
    private static Mono<Refund> leftAsItIs(RefundContradicted contradicted) {
        log.error("{}; it is left as it is", contradicted.getMessage());
        return Mono.just(contradicted.refund());
    }

    private boolean hasStoodFor(Refund refund, Duration most) {
        return clock.instant().isAfter(refund.changedAt().plus(most));
    }

    /** It has an owner there, and a decision here could contradict it. */
    private void reportIfSlow(Refund refund) {
        if (refund.state() == RefundState.PENDING && hasStoodFor(refund, LONGEST_WITHOUT_NEWS)) {
            log.error("{}: the provider says since {} that it is at work on it; somebody has to ask there about {}",
                    refund.id(), refund.changedAt(), refund.reference());
        }
    }

    private Mono<Refund> withOrder(Refund refund, Function<Refundable, Mono<Refund>> step) {
        return withCreditTaken(refund, step).onErrorResume(RefundContradicted.class, AdvanceRefund::leftAsItIs);
    }

    /** The credit first: whatever then happens to the money, there is never more credit than money. */
    private Mono<Refund> withCreditTaken(Refund refund, Function<Refundable, Mono<Refund>> step) {
        return store.refundable(refund.recharge())
                .flatMap(of -> phases.timed("refund-credit", credit.take(refund, of))
                        .then(Mono.defer(() -> step.apply(of))));
    }

    private Mono<RefundLookupOutcome> lookUp(Refund refund, @Nullable ProviderReference told, Refundable of) {
        Payment payment = of.order().payment();
        // Only a provider that cannot list the refunds of one payment needs the time, and then no end is too late.
        SentWithin sent = new SentWithin(refund.createdAt(), NO_END);
        return phases.timed("refund-lookup", refunds(payment).lookupRefund(new RefundQuery(refund.id().operationKey(),
                told, reference(payment), sent)));
    }

    private Mono<RefundOutcome> send(Refund refund, Refundable of) {
        Payment payment = of.order().payment();
        return phases.timed("refund", refunds(payment).refund(new RefundCommand(refund.id().operationKey(),
                reference(payment), refund.amount(), refund.reason())));
    }

    /** Whoever was about to send may have been held up until others took over. */
    private Mono<Refund> sendInTime(Refund refund, Refundable of) {
        return isSendable(refund.changedAt())
                ? send(refund, of).flatMap(outcome -> applyFirst(refund, of, outcome))
                : Mono.just(refund);
    }

    private boolean isSendable(Instant since) {
        return clock.instant().isBefore(since.plus(SENDABLE_FOR));
    }

    /**
     * Before a first try nothing was sent, so one that the provider will never take is as good as refused: unless whoever was about
     * to send was held up, and others have sent it meanwhile.
     */
    private Mono<Refund> applyFirst(Refund refund, Refundable of, RefundOutcome outcome) {
        Payment payment = of.order().payment();
        return outcome instanceof NotSent notSent && notSent.reason() == NotSent.Reason.REFUSED
                ? refuseIfFirst(refund, payment)
                : apply(refund, payment, outcome);
    }

    private Mono<Refund> refuseIfFirst(Refund refund, Payment payment) {
        log.warn("{}: the provider will not take it", refund.id());
        return settle
                .applyAsRead(refund, RefundEvent.REFUSED, null,
                        new Cause(payment.gateway().value(), Cause.Source.ANSWER, "not sent"))
                .onErrorResume(RefundOvertaken.class, overtaken -> store.byId(refund.id()));
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
                    new Cause(payment.gateway().value(), Cause.Source.POLL, seen.reference().value()))
                    .doOnNext(this::reportIfSlow);
            case NotFound notFound when refund.reference() == null -> sendAgainOrSettle(refund, of);
            case NotAskable never when refund.reference() == null -> sendAgainOrHandOver(refund, of, found);
            // Among too many to be read. The provider knows its keys better than its lists, and tells what it did.
            case Unknown unknown when unknown.providerIsWell() && refund.reference() == null ->
                sendAgainOrHandOver(refund, of, found);
            case NotFound notFound -> handOverAfter(LONGEST_WITHOUT_NEWS, refund, found);
            case NotAskable never -> handOverAfter(LONGEST_WITHOUT_NEWS, refund, found);
            case Unknown unknown when unknown.providerIsWell() -> handOverAfter(LONGEST_WITHOUT_NEWS, refund, found);
            case Unresolved unresolved -> handOverAfter(
                    refund.state() == RefundState.PENDING ? LONGEST_AT_WORK : LONGEST_WITHOUT_NEWS, refund, found);
        };
    }

    private Mono<Refund> sendAgainOrSettle(Refund refund, Refundable of) {
        return sendAgainOr(() -> settle.apply(refund, RefundEvent.NEVER_ARRIVED, Cause.own(Cause.Source.POLL)), refund,
                of);
    }

    /** That nothing is found is no word of the provider's that it never arrived. */
    private Mono<Refund> sendAgainOrHandOver(Refund refund, Refundable of, RefundLookupOutcome found) {
        return sendAgainOr(() -> handOver(refund, found), refund, of);
    }

    /** @param later what is done once no try can be on its way any more */
    private Mono<Refund> sendAgainOr(Supplier<Mono<Refund>> later, Refund refund, Refundable of) {
        return sentSince(refund).flatMap(since -> {
            if (isSendable(since)) {
                return sendAgain(refund, of);
            }
            return clock.instant().isAfter(since.plus(SENDABLE_FOR).plus(LONGEST_ON_THE_WAY))
                    ? later.get()
                    : Mono.just(refund);
        });
    }

    /** It may have arrived since: the same key lets the provider give back once at most. */
    private Mono<Refund> sendAgain(Refund refund, Refundable of) {
        return send(refund, of).flatMap(outcome -> apply(refund, of.order().payment(), outcome));
    }

    private Mono<Refund> handOverAfter(Duration most, Refund refund, RefundLookupOutcome found) {
        return hasStoodFor(refund, most) ? handOver(refund, found) : Mono.just(refund);
    }

    /** From now on it waits for a person, who is told once. */
    private Mono<Refund> handOver(Refund refund, RefundLookupOutcome found) {
        if (refund.state() == RefundState.IN_REVIEW) {
            return Mono.just(refund);
        }
        return settle
                .applyAsRead(refund, RefundEvent.GIVEN_UP, null, Cause.own(Cause.Source.POLL).with(words(found)))
                .doOnNext(after -> report(refund, found))
                .onErrorResume(RefundOvertaken.class, overtaken -> store.byId(refund.id()));
    }

    private static void report(Refund refund, RefundLookupOutcome found) {
        log.error("{}: {} since {}, and {}; somebody has to look for {} at the provider and decide", refund.id(),
                refund.state(), refund.changedAt(), words(found),
                refund.reference() == null ? refund.id().operationKey() : refund.reference());
    }

    private static String words(RefundLookupOutcome found) {
        return switch (found) {
            case RefundObservation seen -> "the provider tells of it";
            case NotFound notFound -> "the provider does not know it";
            case NotAskable never -> "the provider has no way to be asked";
            case Unknown unknown -> "the provider did not say: " + unknown.cause();
            case NotSent notSent -> "the provider could not be asked: " + notSent.reason();
        };
    }

    /** When it can have been sent first: as soon as it was accepted, or approved. */
    private Mono<Instant> sentSince(Refund refund) {
        return store.steps(refund.id())
                .filter(step -> step.to() == RefundState.SENDING)
                .map(RefundStep::at)
                .single();
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
