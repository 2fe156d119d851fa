package dev.refill.sandbox.delivery.lifecycle;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Owed;

/**
 * One attempt.
 *
 * @param type the event type that is told, which a switch may have changed
 * @param version of the API that a switch pretends; absent is the right one
 * @param counts whether it settles what is owed; extra copies do not, and are not repeated
 * @param attempt from 1
 */
record Delivery(Owed owed, String type, @Nullable String version, boolean counts, int attempt) {

    Delivery again() {
        return new Delivery(owed, type, version, counts, attempt + 1);
    }

    Delivery copy() {
        return new Delivery(owed, type, version, false, attempt);
    }
}
