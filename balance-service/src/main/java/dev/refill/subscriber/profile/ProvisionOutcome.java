package dev.refill.subscriber.profile;

import dev.refill.subscriber.Msisdn;

/** What became of a new subscriber. */
public sealed interface ProvisionOutcome {

    /** It is known from now on. */
    record Created(Profile profile) implements ProvisionOutcome {}

    /** It was provisioned with the same content before; this is how it stands now. */
    record Known(Profile profile) implements ProvisionOutcome {}

    /** The id was given to one with another content; nothing changed. */
    record IdTaken() implements ProvisionOutcome {}

    /** Another subscriber has the number; nothing changed. */
    record NumberTaken(Msisdn number) implements ProvisionOutcome {}
}
