package dev.refill.charging.session;

import dev.refill.charging.Target;

/**
 * What a session uses of one target.
 *
 * @param target which
 * @param used until now, in the unit of the service
 * @param granted beyond that, and held back
 * @param lastUnits whether that was all there was
 */
public record Part(Target target, long used, long granted, boolean lastUnits) {

    Part plusUsed(long more) {
        return new Part(target, Math.addExact(used, more), 0, false);
    }

    Part granted(long units, boolean last) {
        return new Part(target, used, units, last);
    }
}
