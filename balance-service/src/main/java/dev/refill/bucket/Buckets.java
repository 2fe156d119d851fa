package dev.refill.bucket;

import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;

/** The terms of buckets, and what is in them. All publishers are cold; a cancel gives up waiting. */
public interface Buckets {

    /** Of one subscriber, or in what one owns. */
    int MOST = 200;

    /**
     * What somebody can pay with: own buckets and those that are shared with him, of each what is in it now, those that are
     * empty and have not ended among them. Never empty; a purse without buckets if there are none. Those who ask at the same time are answered together.
     *
     * @param owner a subscriber's id
     */
    Mono<Purse> purseOf(String owner);

    /**
     * Makes terms known before anything is put into the bucket. One statement, safe to repeat: terms that are there stay.
     *
     * @return whether there was room; {@code false}: the owner has {@link #MOST} buckets, and nothing was written
     */
    Mono<Boolean> open(String owner, BucketTerms terms);

    /**
     * Moves the end of a bucket's validity, to that or to a later one that it has. One statement, safe to repeat.
     *
     * @return the end as it now is; empty: no such bucket, or it never ends
     */
    Mono<Instant> extend(BucketTerms bucket, Instant until);

    /**
     * Makes terms for credit that is about to come, and moves what it makes last longer. One statement; a repeat, by its
     * reference, is answered as the first one was and moves nothing, unless its bucket has ended by then.
     *
     * @return the account that the credit is to be posted to
     */
    Mono<AccountId> makeRoom(TopUp topUp);

    /** The accounts of credit that ends or has ended, what ends last first; {@link #MOST} at most. Empty: there never was any. */
    Flux<AccountId> timedOf(String owner);

    /** Lets a subscriber spend what another owner's buckets hold. One statement, safe to repeat. Completes empty. */
    Mono<Void> share(String owner, String with);

    /** Takes that back. Completes empty. */
    Mono<Void> unshare(String owner, String with);

    /**
     * Posts what is left in buckets that ended as breakage, in one statement with one entry each.
     *
     * @param endedBefore those that ended before it
     * @param limit at most so many, those that ended first
     * @return how many had ended; fewer than the limit: there were no more
     */
    Mono<Integer> expire(Instant endedBefore, int limit);
}
