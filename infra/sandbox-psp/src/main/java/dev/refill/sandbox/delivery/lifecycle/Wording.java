package dev.refill.sandbox.delivery.lifecycle;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Owed;

/** How a provider tells an endpoint of an event. */
@FunctionalInterface
public interface Wording {

    /**
     * @param type the event's type, or another that a switch pretends
     * @param version of the API, as a switch pretends; absent is the right one
     * @param time Unix seconds of this attempt
     */
    Letter of(Owed owed, String type, @Nullable String version, long time);
}
