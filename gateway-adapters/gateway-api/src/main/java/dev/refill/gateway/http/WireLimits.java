package dev.refill.gateway.http;

import java.net.URI;
import java.time.Duration;

/**
 * How far one provider's wire is used.
 *
 * @param name of its connection pool, for metrics and threads
 * @param apiBase the provider's address, before every path
 * @param connectTimeout the longest wait for a connection
 * @param readTimeout the longest wait for an answer on an open connection; both together are the longest a call may take,
 *        however its bytes trickle in
 * @param maxInFlight calls at one time, each on a connection of its own
 */
public record WireLimits(String name, URI apiBase, Duration connectTimeout, Duration readTimeout, int maxInFlight) {

    public WireLimits {
        if (!apiBase.isAbsolute()) {
            throw new IllegalArgumentException("apiBase: " + apiBase + " (expected: an absolute address)");
        }
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("readTimeout", readTimeout);
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight: " + maxInFlight + " (expected: 1 or more)");
        }
    }

    /** The longest that a call may take. */
    public Duration wholeCall() {
        return connectTimeout.plus(readTimeout);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: more than zero)");
        }
    }
}
