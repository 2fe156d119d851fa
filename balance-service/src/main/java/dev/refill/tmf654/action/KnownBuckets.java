package dev.refill.tmf654.action;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.SubscriberId;
import dev.refill.tmf654.action.Actions.Page;

/** The buckets of all subscribers as the API shows them. All publishers are cold; each write is one statement. */
public interface KnownBuckets {

    /** A main bucket, or one that is there. */
    Mono<Boolean> mayBeFilled(BucketId bucket);

    /** Empty: there is none, or it was deleted. */
    Mono<SeenBucket> find(BucketId bucket, Instant at);

    /** By account and unit. */
    Mono<Page<SeenBucket>> page(@Nullable SubscriberId owner, Instant at, long offset, int limit);

    /** Empty: nothing that is valid was ever held in the unit. */
    Mono<Accumulated> accumulated(BucketId main, Instant at);

    /** By owner and unit. */
    Mono<Page<Accumulated>> accumulated(@Nullable SubscriberId owner, Instant at, long offset, int limit);

    /** Keeps a request, or finds what was kept for the bucket. Emits the fingerprint of the first. */
    Mono<String> keep(NewBucket request, BucketId bucket);

    /** Emits whether it was made here, is empty and nothing of it is reserved; then it is deleted. */
    Mono<Boolean> delete(BucketId bucket, Instant at);
}
