package dev.refill.tmf654.action;

import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.bucket.BucketTerms;
import dev.refill.subscriber.SubscriberId;

/** The buckets of all subscribers as the API shows them. All publishers are cold; each write is one statement. */
public interface KnownBuckets {

    /**
     * What was made under a key.
     *
     * @param fingerprint of the request
     */
    record Made(BucketId id, String fingerprint) {}

    /** A subscriber's, a few hundred at most, by account and unit. Those that ended or were deleted only if something is in them. */
    Flux<SeenBucket> of(SubscriberId owner, Instant at);

    /** Empty: there is none, or it was deleted. */
    default Mono<SeenBucket> find(BucketId bucket, Instant at) {
        return of(bucket.owner(), at).filter(seen -> seen.id().equals(bucket)).singleOrEmpty();
    }

    /** Empty: nothing was. */
    Mono<Made> made(String key);

    /** Makes a bucket under terms, and keeps its request; nothing if one was made under its key, or if its owner has too many. */
    Mono<Void> make(NewBucket request, BucketTerms terms);

    /** Emits whether it was made here, is empty and nothing of it is reserved; then it is deleted. */
    Mono<Boolean> delete(BucketId bucket, Instant at);
}
