package dev.refill.bucket;

import java.time.Duration;

import io.r2dbc.spi.ConnectionFactory;

import dev.refill.groupcommit.GroupCommit;

/** Buckets as the application makes them. */
public final class TestBuckets {

    private TestBuckets() {}

    public static Buckets over(ConnectionFactory connections) {
        return new R2dbcBuckets(connections, new GroupCommit.Limits(128, 10_000, Duration.ofSeconds(5)));
    }
}
