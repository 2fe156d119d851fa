package dev.refill.risk;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;

/**
 * Somebody asks for so many orders in a time on one node. Counted in memory: a limit that cost the database a row per order
 * would itself be what it guards against.
 */
public final class Velocity {

    private static final int MOST_NAMES = 10_000;
    private static final int BURST_SECONDS = 10;

    private final LoadingCache<String, Bucket> buckets;

    private Velocity(Bandwidth limit, Duration forgottenAfter) {
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_NAMES)
                .expireAfterAccess(forgottenAfter)
                .build(name -> Bucket.builder().addLimit(limit).build());
    }

    /**
     * So many a second, with bursts of ten seconds' worth.
     *
     * @param most at least 1
     */
    public static Velocity perSecond(int most) {
        return new Velocity(Bandwidth.builder()
                .capacity((long) most * BURST_SECONDS)
                .refillGreedy(most, Duration.ofSeconds(1))
                .build(), Duration.ofMinutes(10));
    }

    /**
     * So many at once, and as many an hour.
     *
     * @param most at least 1
     */
    public static Velocity perHour(int most) {
        return new Velocity(Bandwidth.builder().capacity(most).refillGreedy(most, Duration.ofHours(1)).build(),
                Duration.ofHours(1));
    }

    /** Whether one more order of the name is admitted now; counts it if so. */
    public boolean admits(String name) {
        return buckets.get(name).tryConsume(1);
    }
}
