package dev.refill.webhooks.outbound.delivery;

import org.jspecify.annotations.Nullable;

/** What became of one request. */
public sealed interface Reply {

    /**
     * The endpoint answered.
     *
     * @param retryAfter the header as it came
     * @param excerpt the beginning of the body where the status is no success
     */
    record Answered(int status, @Nullable String retryAfter, String excerpt) implements Reply {}

    /** It did not, in time or at all. */
    record NoAnswer(String why) implements Reply {}

    /** Nothing was sent: the address may not be sent to. */
    record NotSent(String why) implements Reply {}
}
