package dev.refill.tmf654.action;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.ledger.LedgerUnit;
import dev.refill.posting.Place;
import dev.refill.posting.PostingRule;
import dev.refill.posting.Terms;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscribers;
import dev.refill.tmf654.action.Performed.Refusal;

/** Does what is asked for, once however often it is asked. */
public final class PerformAction {

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

    /** What became of the request when it came first, whatever would be said to it by now. Empty: it is new. */
    public Mono<Performed> kept(String id, String fingerprint) {
        return actions.find(id).map(action -> answer(action, fingerprint));
    }

    /** Cold; emits once. An error means that it is not known what became of it: the caller repeats with the same key. */
    public Mono<Performed> perform(NewAction request) {
        return request.wish() instanceof Wish.UseUp(String reservation)
                ? useUp(request, reservation)
                : parties.find(Objects.requireNonNull(request.whom()))
                        .filter(owner -> request.caller().maySee(owner.id()))
                        .flatMap(owner -> perform(request, owner))
                        .defaultIfEmpty(refused(Refusal.SUBSCRIBER_UNKNOWN));
    }

    private static Performed answer(Action action, String fingerprint) {
        return action.fingerprint().equals(fingerprint) ? new Performed.Kept(action) : refused(Refusal.KEY_REUSED);
    }

    private Mono<Performed> perform(NewAction request, Subscriber owner) {
        BucketId bucket = bucket(request, owner);
        if (bucket == null) {
            return Mono.just(refused(Refusal.OTHER_UNIT));
        }
        return switch (request.wish()) {
            case Wish.Give give -> fill(request, bucket, PostingRule.GIVEN);
            case Wish.Adjust(Wish.Direction direction) -> switch (direction) {
                case CREDIT -> fill(request, bucket, PostingRule.ADJUSTED_UP);
                case DEBIT -> move(request, bucket, PostingRule.ADJUSTED_DOWN, null, null);
                case REVERSAL -> move(request, bucket, PostingRule.REVERSED, null, null);
            };
            case Wish.Reserve(Instant until) -> move(request, bucket, PostingRule.RESERVED,
                    until == null ? clock.instant().plus(usualReservation) : until, null);
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

    private Mono<Performed> fill(NewAction request, BucketId bucket, PostingRule rule) {
        Mono<Boolean> isThere = bucket.isMain()
                ? Mono.just(UsageType.isCredit(bucket.unit()))
                : buckets.find(bucket, clock.instant()).hasElement();
        return isThere.flatMap(there -> there
                ? move(request, bucket, rule, null, null)
                : Mono.just(refused(Refusal.BUCKET_UNKNOWN)));
    }

    /** @param reservation that is used up, {@code null}: none */
    private Mono<Performed> move(NewAction request, BucketId bucket, PostingRule rule, @Nullable Instant expiresAt,
            @Nullable String reservation) {
        Terms terms = new Terms().at(Place.BUCKET, bucket.account()).at(Place.SUBSCRIBER, bucket.owner());
        return actions.move(new Move(request, bucket, rule.from(terms), rule.to(terms), clock.instant(), expiresAt,
                reservation))
                .map(kept -> answer(kept, request.fingerprint()));
    }

    private Mono<Performed> useUp(NewAction request, String reservation) {
        return actions.find(reservation)
                .filter(found -> found.kind() == ActionKind.RESERVE && found.isFor(request.caller()))
                .flatMap(found -> useUp(request, found))
                .defaultIfEmpty(refused(Refusal.RESERVATION_UNKNOWN));
    }

    private Mono<Performed> useUp(NewAction request, Action reservation) {
        if (request.unit() != null && !request.unit().equals(reservation.bucket().unit())) {
            return Mono.just(refused(Refusal.OTHER_UNIT));
        }
        return isMeant(request.whom(), reservation.bucket()).flatMap(isMeant -> isMeant
                ? move(request, reservation.bucket(), PostingRule.RESERVATION_USED, null, reservation.id())
                : Mono.just(refused(Refusal.OTHER_BUCKET)));
    }

    private Mono<Boolean> isMeant(@Nullable Whom whom, BucketId bucket) {
        return switch (whom) {
            case null -> Mono.just(true);
            case Whom.OfBucket(BucketId named) -> Mono.just(named.equals(bucket));
            case Whom.OfSubscriber(var owner) -> Mono.just(owner.equals(bucket.owner()));
            case Whom.OfNumber number -> parties.find(number)
                    .map(owner -> owner.id().equals(bucket.owner()))
                    .defaultIfEmpty(false);
        };
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
        return carryOn.begin(request, bucket, number, receiver)
                .map(kept -> answer(kept, request.fingerprint()));
    }

    private static Performed refused(Refusal why) {
        return new Performed.Refused(why);
    }
}
