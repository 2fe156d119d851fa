package dev.refill.sandbox.delivery.lifecycle;

import java.time.Duration;

/**
 * How stubborn deliveries are.
 *
 * @param concurrency how many are under way at once
 * @param timeout how long an endpoint may take to answer
 * @param firstPause before the first repetition; doubled each time
 * @param longestPause where the doubling ends
 * @param attempts after which a delivery is given up
 */
public record DeliverySettings(int concurrency, Duration timeout, Duration firstPause, Duration longestPause,
        int attempts) {

    public static DeliverySettings defaults() {
        return new DeliverySettings(64, Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(1), 30);
    }

    /** The same without repetitions. */
    public DeliverySettings once() {
        return new DeliverySettings(concurrency, timeout, firstPause, longestPause, 1);
    }

    /** @param attempt the one that failed, from 1 */
    Duration pauseAfter(int attempt) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
