package dev.refill.bucket;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code refill.buckets.*}.
 *
 * @param grace for how long after a bucket's end its rest stays, for whoever extends it, before it becomes breakage
 * @param sweepEvery how often buckets that ended are looked for
 * @param sweepBatch how many one statement empties at most
 */
@ConfigurationProperties("refill.buckets")
public record BucketProperties(
        @DefaultValue("24h") Duration grace,
        @DefaultValue("10s") Duration sweepEvery,
        @DefaultValue("500") int sweepBatch) {

    public BucketProperties {
        if (grace.isNegative() || !sweepEvery.isPositive() || sweepBatch < 1 || sweepBatch > 5_000) {
            throw new IllegalArgumentException("refill.buckets: " + grace + ", " + sweepEvery + ", " + sweepBatch
                    + " (expected: 0 or more, more than zero, 1 to 5000)");
        }
    }
}
