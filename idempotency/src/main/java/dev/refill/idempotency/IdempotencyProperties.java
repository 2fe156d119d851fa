package dev.refill.idempotency;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings {@code refill.idempotency.*}.
 *
 * @param lease how long a holder may be silent before the next request takes its claim over; longer than a healthy handler
 *     takes; at least 1 s
 * @param retention how long a key is remembered, as published to clients; at least 24 h
 * @param maxBody the longest request body at these endpoints; a longer one is answered with 413
 * @param maxAnswer the longest answer that can be stored; a handler that exceeds it fails
 * @param maxRunning how many requests may be in work at once, including those whose client has hung up; more are answered
 *     with 503
 * @param writeBatch how many claims, or answers to them, one statement writes at most
 * @param writeQueue how many requests wait to be claimed at most; more are answered with 503
 * @param writeTimeout of one such statement
 * @param storedHeaders the headers that belong to an answer; others reach the first client only
 * @param reapEvery how often expired claims are looked for
 * @param reapBatch how many claims one statement deletes
 */
@ConfigurationProperties("refill.idempotency")
public record IdempotencyProperties(
        @DefaultValue("30s") Duration lease,
        @DefaultValue("31d") Duration retention,
        @DefaultValue("64KB") DataSize maxBody,
        @DefaultValue("1MB") DataSize maxAnswer,
        @DefaultValue("4096") int maxRunning,
        @DefaultValue("200") int writeBatch,
        @DefaultValue("10000") int writeQueue,
        @DefaultValue("5s") Duration writeTimeout,
        @DefaultValue({
                "Content-Type", "Location", "Retry-After"}) List<String> storedHeaders,
        @DefaultValue("1m") Duration reapEvery,
        @DefaultValue("1000") int reapBatch) {

    private static final DataSize LARGEST = DataSize.ofMegabytes(16);

    public IdempotencyProperties {
        requireAtLeast("lease", lease, Duration.ofSeconds(1));
        requireAtLeast("retention", retention, Duration.ofHours(24));
        requireAtLeast("reap-every", reapEvery, Duration.ofSeconds(1));
        requireWithin("max-body", maxBody.toBytes(), LARGEST.toBytes());
        requireWithin("max-answer", maxAnswer.toBytes(), LARGEST.toBytes());
        requireWithin("max-running", maxRunning, 1_000_000);
        requireWithin("write-batch", writeBatch, 1000);
        requireWithin("write-queue", writeQueue, 1_000_000);
        requireAtLeast("write-timeout", writeTimeout, Duration.ofMillis(1));
        requireWithin("reap-batch", reapBatch, 100_000);
        storedHeaders = List.copyOf(storedHeaders);
    }

    private static void requireAtLeast(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "refill.idempotency." + name + ": " + value + " (expected: at least " + least + ")");
        }
    }

    private static void requireWithin(String name, long value, long most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "refill.idempotency." + name + ": " + value + " (expected: 1 to " + most + ")");
        }
    }
}
