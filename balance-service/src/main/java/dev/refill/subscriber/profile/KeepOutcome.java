package dev.refill.subscriber.profile;

import dev.refill.subscriber.Msisdn;

/** What became of a version that was to be kept. */
public sealed interface KeepOutcome {

    /** It is what the subscriber is now. */
    record Kept() implements KeepOutcome {}

    /** It does not follow what is kept; nothing was written. */
    record Outdated() implements KeepOutcome {}

    /** Another subscriber has the number; nothing was written. */
    record NumberTaken(Msisdn number) implements KeepOutcome {}
}
