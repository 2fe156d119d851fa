package dev.refill.tmf654.action;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import reactor.core.publisher.Mono;

import dev.refill.bucket.BucketTerms;
import dev.refill.ledger.AccountId;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.Validity;

/** Makes empty buckets under terms, one for each key. */
public final class OpenBucket {

    private final Parties parties;
    private final KnownBuckets buckets;
    private final Clock clock;

    public OpenBucket(Subscribers subscribers, KnownBuckets buckets, Clock clock) {
        this.parties = new Parties(subscribers);
        this.buckets = buckets;
        this.clock = clock;
    }

    /** What became of it. */
    public sealed interface Opened {

        /** Now, or when the request came first. */
        record Done(SeenBucket bucket) implements Opened {}

        record SubscriberUnknown() implements Opened {}

        /** It would have ended by now. */
        record Ended() implements Opened {}

        /** The subscriber has as many as one may have. */
        record TooMany() implements Opened {}

        record KeyReused() implements Opened {}

        /** The request came first long ago, and its bucket is gone. */
        record Gone() implements Opened {}
    }

    /** Cold; emits once. */
    public Mono<Opened> open(NewBucket request) {
        return made(request).switchIfEmpty(Mono.defer(() -> parties.find(request.whom())
                .filter(owner -> request.caller().maySee(owner.id()))
                .flatMap(owner -> make(request, owner))
                .defaultIfEmpty(new Opened.SubscriberUnknown())));
    }

    /** Empty: nothing was made under the key. */
    private Mono<Opened> made(NewBucket request) {
        return buckets.made(request.key()).flatMap(made -> made.fingerprint().equals(request.fingerprint())
                ? buckets.find(made.id(), clock.instant()).<Opened>map(Opened.Done::new)
                        .defaultIfEmpty(new Opened.Gone())
                : Mono.just(new Opened.KeyReused()));
    }

    private Mono<Opened> make(NewBucket request, Subscriber owner) {
        Instant now = clock.instant();
        Instant from = request.from() == null ? now : request.from();
        if (request.until() != null && !request.until().isAfter(now)) {
            return Mono.just(new Opened.Ended());
        }
        var terms = new BucketTerms(AccountId.bucketOf(owner.id() + ":" + request.name()), request.unit(),
                Optional.ofNullable(request.allowance()), new Validity(from, request.until()),
                BucketTerms.USUAL_PRIORITY);
        return buckets.make(request, terms)
                .then(made(request))
                .defaultIfEmpty(new Opened.TooMany());
    }
}
