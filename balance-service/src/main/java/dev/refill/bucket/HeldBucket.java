package dev.refill.bucket;

import dev.refill.tariff.Bucket;

/**
 * A bucket and what is in it.
 *
 * @param left 0 or more, in its unit
 */
public record HeldBucket(BucketTerms terms, long left) {

    public HeldBucket {
        if (left < 0) {
            throw new IllegalArgumentException("bucket " + terms.id() + ": " + left + " (expected: 0 or more)");
        }
    }

    /** The same bucket with more in it, or less. */
    public HeldBucket plus(long amount) {
        return new HeldBucket(terms, Math.addExact(left, amount));
    }

    /** As rating sees it. */
    public Bucket asPayment() {
        return terms.allowance()
                .<Bucket>map(name -> new Bucket.Free(terms.id(), name, left, terms.validity(), terms.priority()))
                .orElseGet(() -> new Bucket.Credit(terms.id(), left, terms.validity(), terms.priority()));
    }
}
