package dev.refill.risk;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;

/**
 * A client places so many orders a second on one node, with bursts of ten seconds' worth. Counted in memory: a limit that
 * cost the database a row per order would itself be what it guards against.
 */
public final class ClientVelocity {

    private static final int MOST_CLIENTS = 10_000;
    private static final int BURST_SECONDS = 10;

    private final LoadingCache<String, Bucket> buckets;

    /** @param mostPerSecond at least 1 */
    public ClientVelocity(int mostPerSecond) {
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterAccess(Duration.ofMinutes(10))
                .build(client -> Bucket.builder()
                        .addLimit(limit -> limit.capacity((long) mostPerSecond * BURST_SECONDS)
                                .refillGreedy(mostPerSecond, Duration.ofSeconds(1)))
                        .build());
    }

    /** Whether one more order of the client is admitted now; counts it if so. */
    public boolean admits(String client) {
        return buckets.get(client).tryConsume(1);
    }
}
