package dev.refill.gateway.decorator;

import java.time.Duration;

/**
 * How often and how long a request that was not sent is tried again.
 *
 * @param maxTries tries in all, the first one included
 * @param firstWait wait before the second try; doubled for each further one, and shortened by up to half by chance
 * @param longestWait the most that is ever waited, whatever the provider asks for
 */
public record RetryLimits(int maxTries, Duration firstWait, Duration longestWait) {

    public RetryLimits {
        if (maxTries < 1 || maxTries > 10) {
            throw new IllegalArgumentException("maxTries: " + maxTries + " (expected: 1 to 10)");
        }
        if (firstWait.isNegative() || firstWait.compareTo(longestWait) > 0) {
            throw new IllegalArgumentException("firstWait: " + firstWait + " (expected: 0 to " + longestWait + ")");
        }
    }
}
