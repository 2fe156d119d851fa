package dev.refill.tmf654.action;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import reactor.core.publisher.Mono;

import dev.refill.bucket.BucketTerms;
import dev.refill.bucket.Buckets;
import dev.refill.ledger.AccountId;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.Validity;

/** Makes empty buckets under terms. */
public final class OpenBucket {

    private final Parties parties;
    private final Buckets terms;
    private final KnownBuckets buckets;
    private final Clock clock;

    public OpenBucket(Subscribers subscribers, Buckets terms, KnownBuckets buckets, Clock clock) {
        this.parties = new Parties(subscribers);
        this.terms = terms;
        this.buckets = buckets;
        this.clock = clock;
    }

    /** What became of it. */
    public sealed interface Opened {

        /** Now, or when the request came first. */
        record Done(SeenBucket bucket) implements Opened {}

        record SubscriberUnknown() implements Opened {}

        /** The subscriber has as many as one may have. */
        record TooMany() implements Opened {}

        record KeyReused() implements Opened {}
    }

    /** Keeps the request, then opens the bucket; if it ends in between, the same request opens it. Cold; emits once. */
    public Mono<Opened> open(NewBucket request) {
        return parties.find(request.whom())
                .filter(owner -> request.caller().maySee(owner.id()))
                .flatMap(owner -> open(request, owner))
                .defaultIfEmpty(new Opened.SubscriberUnknown());
    }

    private Mono<Opened> open(NewBucket request, Subscriber owner) {
        var id = new BucketId(AccountId.bucketOf(owner.id() + ":" + request.name()), request.unit());
        return buckets.keep(request, id).flatMap(first -> first.equals(request.fingerprint())
                ? terms.open(owner.id().value(), terms(request, id)).flatMap(open -> opened(id, open))
                : Mono.just(new Opened.KeyReused()));
    }

    private BucketTerms terms(NewBucket request, BucketId id) {
        Instant from = request.from() == null ? clock.instant() : request.from();
        return new BucketTerms(id.account(), id.unit(), Optional.ofNullable(request.allowance()),
                new Validity(from, request.until()), BucketTerms.USUAL_PRIORITY);
    }

    private Mono<Opened> opened(BucketId id, boolean open) {
        return open
                ? buckets.find(id, clock.instant()).map(Opened.Done::new)
                : Mono.just(new Opened.TooMany());
    }
}
