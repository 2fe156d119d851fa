package dev.refill.sandbox.stripe.lifecycle;

import dev.refill.sandbox.core.Owed;

/**
 * One attempt.
 *
 * @param type the event type that is told, which a switch may have changed
 * @param apiVersion likewise
 * @param counts whether it settles what is owed; extra copies do not, and are not repeated
 * @param attempt from 1
 */
record Delivery(Owed owed, String type, String apiVersion, boolean counts, int attempt) {

    Delivery again() {
        return new Delivery(owed, type, apiVersion, counts, attempt + 1);
    }

    Delivery copy() {
        return new Delivery(owed, type, apiVersion, false, attempt);
    }
}
