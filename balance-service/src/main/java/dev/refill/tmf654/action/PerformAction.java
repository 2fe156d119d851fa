package dev.refill.tmf654.action;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscribers;
import dev.refill.tmf654.Caller;
import dev.refill.tmf654.action.Performed.Refusal;

/** Does what is asked for, once however often it is asked. */
public final class PerformAction {

    /** Against which credit is given and taken without a payment. */
    private static final AccountId ADJUSTMENTS = new AccountId("adjustments");

    private final Parties parties;
    private final KnownBuckets buckets;
    private final Actions actions;
    private final CarryOn carryOn;
    private final LedgerUnit transferred;
    private final Duration usualReservation;
    private final Clock clock;

    /**
     * @param transferred the only unit that subscribers may give each other
     * @param usualReservation how long a reservation holds of which nothing else is said
     */
    public PerformAction(Subscribers subscribers, KnownBuckets buckets, Actions actions, CarryOn carryOn,
            LedgerUnit transferred, Duration usualReservation, Clock clock) {
        this.parties = new Parties(subscribers);
        this.buckets = buckets;
        this.actions = actions;
        this.carryOn = carryOn;
        this.transferred = transferred;
        this.usualReservation = usualReservation;
        this.clock = clock;
    }

    /** Cold; emits once. An error means that it is not known what became of it: the caller repeats with the same key. */
    public Mono<Performed> perform(NewAction request) {
        Mono<Performed> performed = request.wish() instanceof Wish.UseUp(String reservation)
                ? useUp(request, reservation)
                : parties.find(Objects.requireNonNull(request.whom()))
                        .filter(owner -> request.caller().maySee(owner.id()))
                        .flatMap(owner -> perform(request, owner))
                        .defaultIfEmpty(refused(Refusal.SUBSCRIBER_UNKNOWN));
        return performed.map(outcome -> answerTo(request, outcome));
    }

    private static Performed answerTo(NewAction request, Performed outcome) {
        return outcome instanceof Performed.Kept(Action kept) && !kept.fingerprint().equals(request.fingerprint())
                ? refused(Refusal.KEY_REUSED)
                : outcome;
    }

    private Mono<Performed> perform(NewAction request, Subscriber owner) {
        BucketId bucket = bucket(request, owner);
        if (bucket == null) {
            return Mono.just(refused(Refusal.OTHER_UNIT));
        }
        return switch (request.wish()) {
            case Wish.Give give -> fill(request, bucket);
            case Wish.Adjust(boolean credit) -> credit
                    ? fill(request, bucket)
                    : move(request, bucket, bucket.account(), ADJUSTMENTS, null);
            case Wish.Reserve(Instant until) -> move(request, bucket, bucket.account(), bucket.reserved(),
                    until == null ? clock.instant().plus(usualReservation) : until);
            case Wish.Buy buy -> bucket.isMain()
                    ? accept(request, bucket, owner.msisdn(), null)
                    : Mono.just(refused(Refusal.NOT_A_MAIN_BUCKET));
            case Wish.Transfer(Whom receiver) -> transfer(request, bucket, owner, receiver);
            case Wish.UseUp useUp -> useUp(request, useUp.reservation());
        };
    }

    /** Null: the request says another unit than its bucket has. What is bought has the unit of its offer. */
    private static @Nullable BucketId bucket(NewAction request, Subscriber owner) {
        LedgerUnit unit = request.unit();
        if (!(request.whom() instanceof Whom.OfBucket(BucketId named))) {
            return BucketId.main(owner.id(), Objects.requireNonNull(unit));
        }
        if (unit == null || unit.equals(named.unit())) {
            return named;
        }
        return request.wish() instanceof Wish.Buy ? new BucketId(named.account(), unit) : null;
    }

    private Mono<Performed> fill(NewAction request, BucketId bucket) {
        return buckets.mayBeFilled(bucket).flatMap(known -> known
                ? move(request, bucket, ADJUSTMENTS, bucket.account(), null)
                : Mono.just(refused(Refusal.BUCKET_UNKNOWN)));
    }

    private Mono<Performed> move(NewAction request, BucketId bucket, AccountId from, AccountId to,
            @Nullable Instant expiresAt) {
        return actions.move(new Move(request, bucket, from, to, clock.instant(), expiresAt, null))
                .map(Performed.Kept::new);
    }

    private Mono<Performed> useUp(NewAction request, String reservation) {
        return actions.find(reservation)
                .filter(found -> found.kind() == ActionKind.RESERVE && maySee(request.caller(), found))
                .flatMap(found -> useUp(request, found))
                .defaultIfEmpty(refused(Refusal.RESERVATION_UNKNOWN));
    }

    private Mono<Performed> useUp(NewAction request, Action reservation) {
        BucketId bucket = reservation.bucket();
        if (request.whom() instanceof Whom.OfBucket(BucketId named) && !named.equals(bucket)) {
            return Mono.just(refused(Refusal.OTHER_BUCKET));
        }
        if (request.unit() != null && !request.unit().equals(bucket.unit())) {
            return Mono.just(refused(Refusal.OTHER_UNIT));
        }
        return actions.move(new Move(request, bucket, bucket.reserved(), ADJUSTMENTS, clock.instant(), null,
                reservation.id())).map(Performed.Kept::new);
    }

    private Mono<Performed> transfer(NewAction request, BucketId bucket, Subscriber sender, Whom receiver) {
        if (!bucket.isMain() || (receiver instanceof Whom.OfBucket(BucketId to) && !to.isMain())) {
            return Mono.just(refused(Refusal.NOT_A_MAIN_BUCKET));
        }
        if (!bucket.unit().equals(transferred)) {
            return Mono.just(refused(Refusal.OTHER_UNIT));
        }
        return parties.find(receiver)
                .flatMap(found -> accept(request, bucket, sender.msisdn(), found.msisdn()))
                .defaultIfEmpty(refused(Refusal.RECEIVER_UNKNOWN));
    }

    private Mono<Performed> accept(NewAction request, BucketId bucket, Msisdn number, @Nullable Msisdn receiver) {
        return actions.accept(request, bucket, number, receiver, clock.instant())
                .flatMap(carryOn::asFarAsItGoes)
                .map(Performed.Kept::new);
    }

    static boolean maySee(Caller caller, Action action) {
        return !action.hidden() && caller.maySee(action.bucket().owner());
    }

    private static Performed refused(Refusal why) {
        return new Performed.Refused(why);
    }
}
