package dev.refill.gateway.decorator;

import java.time.Duration;

/**
 * How far one gateway is trusted.
 *
 * @param maxInFlight calls that may wait for the provider at one time
 * @param timeout how long one call is waited for; more than the time-outs of the wire below it, so that those, which
 *        know more, speak first
 * @param breakerWindow how many calls the breaker looks back on
 * @param failureRate per cent of failed calls in the window at which the breaker opens
 * @param openFor how long an open breaker lets nothing through
 */
public record GuardLimits(int maxInFlight, Duration timeout, int breakerWindow, int failureRate, Duration openFor) {

    public GuardLimits {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight: " + maxInFlight + " (expected: 1 or more)");
        }
        if (breakerWindow < 1) {
            throw new IllegalArgumentException("breakerWindow: " + breakerWindow + " (expected: 1 or more)");
        }
        if (failureRate < 1 || failureRate > 100) {
            throw new IllegalArgumentException("failureRate: " + failureRate + " (expected: 1 to 100)");
        }
        requirePositive("timeout", timeout);
        requirePositive("openFor", openFor);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: more than zero)");
        }
    }
}
