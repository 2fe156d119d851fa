package dev.refill.sandbox.delivery.lifecycle;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Owed;
import dev.refill.sandbox.faults.Kind;

/** How a provider tells an endpoint of an event. */
public interface Wording {

    /**
     * @param type the event's type, or another that a switch pretends
     * @param version of the API, as a switch pretends; absent is the right one
     * @param time Unix seconds of this attempt
     */
    Letter of(Owed owed, String type, @Nullable String version, long time);

    /** The switches that these words have no place for. */
    default Set<Kind> ignored() {
        return Set.of();
    }
}
