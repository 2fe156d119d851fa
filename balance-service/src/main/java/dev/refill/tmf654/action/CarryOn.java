package dev.refill.tmf654.action;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.Amount;
import dev.refill.ledger.EntryId;
import dev.refill.subscriber.Msisdn;
import dev.refill.tmf654.TopUpByPayment;
import dev.refill.tmf654.TopUpByPayment.Cancelling;
import dev.refill.tmf654.TopUpByPayment.Progress;
import dev.refill.tmf654.TopUpByPayment.Purchase;
import dev.refill.tmf654.action.Action.Status;
import dev.refill.transfer.Caller;
import dev.refill.transfer.TransferOutcome;
import dev.refill.transfer.TransferRequest;
import dev.refill.transfer.Transfers;

/**
 * Has other use cases do what was asked for, and notes how far they came. Each is asked under the id of the action, which stands for one
 * payment or transfer for ever: so it may be asked again, whatever happened meanwhile.
 */
public final class CarryOn {

    private static final Logger log = LoggerFactory.getLogger(CarryOn.class);
    private static final Caller OURSELVES = new Caller("tmf654", null);
    /** So many have one turn together. */
    private static final int AT_ONCE = 8;
    /** Longer than anything that is begun in a turn can take before it is kept or has come to nothing. */
    private static final Duration TURN = Duration.ofMinutes(1);
    /** So long it is begun again; and so long something that was begun may come after a refusal, on a node that stood still. */
    private static final Duration LATEST_START = TURN.multipliedBy(10);
    /** How long payments come late. */
    private static final Duration LATEST_PAYMENT = Duration.ofDays(30);
    /** Why it failed whose last moment to begin is over. */
    private static final String NOT_BEGUN = "not_begun";
    /** Looks are so much rarer the older a payment is: its news wait for an eighth of its age. */
    private static final int RARER = 8;

    private final Actions actions;
    private final TopUpByPayment payments;
    private final Transfers transfers;
    private final Clock clock;
    private final Duration every;

    /** @param every how often a payment is looked at, at most */
    public CarryOn(Actions actions, TopUpByPayment payments, Transfers transfers, Clock clock, Duration every) {
        this.actions = actions;
        this.payments = payments;
        this.transfers = transfers;
        this.clock = clock;
        this.every = every;
    }

    /** Keeps an action and has it done at once; one that was kept before is told as it stands, as somebody has its turn. */
    Mono<Action> begin(NewAction request, BucketId bucket, Msisdn number, @Nullable Msisdn receiver) {
        Instant now = clock.instant();
        return actions.accept(request, bucket, number, receiver, now, now.plus(TURN))
                .flatMap(isNew -> isNew
                        ? actions.find(request.id()).flatMap(this::asFarAsItGoes)
                        : actions.find(request.id()));
    }

    /** Looks after some whose time it is: what is under way, and what has ended but may be paid late. Emits how many. */
    public Mono<Long> round() {
        return Flux.defer(() -> actions.takeTurns(clock.instant(), clock.instant().plus(TURN), AT_ONCE))
                .collectList()
                .flatMapIterable(turn -> turn)
                .flatMap(this::asFarAsItGoes, AT_ONCE)
                .count();
    }

    /** Releases reservations that have ended. Emits how many. */
    public Mono<Long> releaseEnded(int batch) {
        return Flux.defer(() -> actions.ended(clock.instant(), batch))
                .concatMap(this::release)
                .count();
    }

    /** Empty: later. */
    private Mono<Action> release(Action reservation) {
        return actions.release(reservation, clock.instant())
                .onErrorResume(failure -> later(reservation, failure).then(Mono.empty()));
    }

    /** The action after that; as it was, if nobody knows how far it came. */
    private Mono<Action> asFarAsItGoes(Action action) {
        return Mono.defer(() -> progress(action))
                .defaultIfEmpty(Conclusion.asBefore(action))
                .flatMap(conclusion -> conclude(action, conclusion))
                .onErrorResume(failure -> later(action, failure));
    }

    private static Mono<Action> later(Action action, Throwable failure) {
        log.warn("{} is carried on later: {}", action.id(), failure.toString());
        return Mono.just(action);
    }

    private Mono<Conclusion> progress(Action action) {
        return switch (action.kind()) {
            case TOP_UP -> payment(action);
            case TRANSFER -> transfers.give(transfer(action)).map(outcome -> conclusion(action, outcome));
            case ADJUST, RESERVE -> Mono.empty();
        };
    }

    private Mono<Conclusion> payment(Action action) {
        if (action.reference() != null || action.status() == Status.FAILED) {
            return payments.look(action.id()).map(CarryOn::conclusion);
        }
        if (action.status() == Status.CANCELLED) {
            return payments.look(action.id()).flatMap(found -> unwanted(action, found));
        }
        return age(action, clock.instant()).compareTo(LATEST_START) < 0
                ? payments.start(purchase(action)).map(CarryOn::conclusion)
                : payments.look(action.id()).map(CarryOn::conclusion)
                        .defaultIfEmpty(Conclusion.failed(null, NOT_BEGUN));
    }

    /** Of what was cancelled before anybody knew of it. Empty: it stays so, and if it can still be paid it is cancelled again. */
    private Mono<Conclusion> unwanted(Action action, Progress found) {
        return switch (found) {
            case Progress.UnderWay(String payment, URI page) -> payments.cancel(payment, action.client())
                    .map(Cancelling::progress)
                    .filter(after -> !(after instanceof Progress.UnderWay))
                    .map(CarryOn::conclusion);
            case Progress.Refused refused -> Mono.empty();
            case Progress.Credited credited -> Mono.just(conclusion(credited));
            case Progress.Cancelled cancelled -> Mono.just(conclusion(cancelled));
            case Progress.Failed failed -> Mono.just(conclusion(failed));
        };
    }

    private Mono<Action> conclude(Action action, Conclusion conclusion) {
        Instant now = clock.instant();
        return actions.conclude(action, conclusion, now, lookAt(action, conclusion, now));
    }

    /**
     * An order follows its payment also after its end, and what was refused may have been begun before. Null: it can change no more.
     */
    private @Nullable Instant lookAt(Action action, Conclusion conclusion, Instant now) {
        Duration age = age(action, now);
        Duration rare = age.dividedBy(RARER);
        return switch (conclusion.status()) {
            case CREATED -> now.plus(longer(every, rare));
            case COMPLETED -> null;
            case FAILED, CANCELLED -> {
                Duration longest = isRefused(conclusion) ? LATEST_START : LATEST_PAYMENT;
                yield action.isPaid() && age.compareTo(longest) < 0 ? now.plus(longer(TURN, rare)) : null;
            }
        };
    }

    private static boolean isRefused(Conclusion conclusion) {
        return conclusion.status() == Status.FAILED && conclusion.reference() == null
                && !NOT_BEGUN.equals(conclusion.failure());
    }

    private static Duration age(Action action, Instant now) {
        return Duration.between(action.requestedAt(), now);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Purchase purchase(Action action) {
        Wish.Buy buy = Purchases.read(action.content());
        return new Purchase(action.id(), action.client(), Objects.requireNonNull(action.number()), buy.offer(),
                new Amount(action.bucket().unit(), action.amount()), buy.card());
    }

    /** Has the provider asked that nobody can pay it any more. What nobody knows to be begun is begun no more. Emits once. */
    Mono<Changed> cancelPayment(Action action, String client) {
        String payment = action.reference();
        return payment == null
                ? conclude(action, Conclusion.cancelled(null)).map(CarryOn::cancelledUnbegun)
                : payments.cancel(payment, client)
                        .flatMap(cancelling -> concludeCancelling(action, cancelling))
                        .defaultIfEmpty(new Changed.TooLate(action));
    }

    /** It is under way still if somebody has just learned of its payment, which nobody has cancelled then. */
    private static Changed cancelledUnbegun(Action after) {
        return after.isUnderWay() ? new Changed.Overtaken() : Changed.ended(after);
    }

    private Mono<Changed> concludeCancelling(Action action, Cancelling cancelling) {
        boolean tooLate = cancelling instanceof Cancelling.TooLate;
        return conclude(action, conclusion(cancelling.progress()))
                .map(after -> tooLate && after.isUnderWay() ? new Changed.TooLate(after) : Changed.ended(after));
    }

    private static Conclusion conclusion(Progress progress) {
        return switch (progress) {
            case Progress.UnderWay(String payment, URI page) ->
                Conclusion.underWay(payment, page == null ? null : page.toString());
            case Progress.Credited(String payment, EntryId entry) -> Conclusion.done(payment, entry);
            case Progress.Cancelled(String payment) -> Conclusion.cancelled(payment);
            case Progress.Failed(String payment, String why) -> Conclusion.failed(payment, why);
            case Progress.Refused(String why) -> Conclusion.failed(null, why);
        };
    }

    private static TransferRequest transfer(Action action) {
        return new TransferRequest(OURSELVES, action.id(), Objects.requireNonNull(action.number()),
                Objects.requireNonNull(action.receiver()), new Amount(action.bucket().unit(), action.amount()));
    }

    private static Conclusion conclusion(Action action, TransferOutcome outcome) {
        return switch (outcome) {
            case TransferOutcome.Transferred(var done) ->
                Conclusion.done(done.id().value(), new EntryId("ent_" + done.id()));
            case TransferOutcome.InsufficientBalance tooLittle -> failed(action, "insufficient_balance");
            case TransferOutcome.LimitReached(var which) -> failed(action, "limit_reached_" + which);
            case TransferOutcome.UnknownSubscriber(var who) -> failed(action, "unknown_" + who);
            case TransferOutcome.NotActive(var who) -> failed(action, "not_active_" + who);
            case TransferOutcome.ToOneself same -> failed(action, "to_oneself");
            case TransferOutcome.OtherUnit(var who) -> failed(action, "other_unit_" + who);
            case TransferOutcome.KeyReused another -> failed(action, "key_reused");
        };
    }

    private static Conclusion failed(Action action, String why) {
        return Conclusion.failed(transfer(action).id().value(), why.toLowerCase(Locale.ROOT));
    }
}
