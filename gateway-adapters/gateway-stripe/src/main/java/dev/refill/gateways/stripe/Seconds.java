package dev.refill.gateways.stripe;

import java.time.Instant;

/** Stripe dates everything by the second. */
final class Seconds {

    private Seconds() {}

    /** The end of a window does not belong to it, but the second that it is in has begun before it. */
    static long ceiling(Instant end) {
        return end.getNano() == 0 ? end.getEpochSecond() : end.getEpochSecond() + 1;
    }
}
