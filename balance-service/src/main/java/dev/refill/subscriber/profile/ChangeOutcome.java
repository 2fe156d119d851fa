package dev.refill.subscriber.profile;

import dev.refill.subscriber.Msisdn;

/** What became of a change. */
public sealed interface ChangeOutcome {

    /** It is so now; if it was so before, nothing was written. */
    record Done(Profile profile) implements ChangeOutcome {}

    /** Somebody else was faster; nothing changed. */
    record Outdated() implements ChangeOutcome {}

    /** Another subscriber has the number; nothing changed. */
    record NumberTaken(Msisdn number) implements ChangeOutcome {}

    /** Nothing changed. */
    record Refused(Refusal why) implements ChangeOutcome {}

    /** Why a change does not fit the profile. */
    enum Refusal {
        /** Its status forbids that. */
        NOT_IN_THIS_STATUS,
        TOO_MANY_NUMBERS,
        /** Another one must be the main number first. */
        IS_MAIN_NUMBER,
        NO_SUCH_NUMBER
    }
}
