package dev.refill.subscriber.profile;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.Terms;

/** What is to be different. */
public sealed interface Change {

    record Configure(Terms terms) implements Change {}

    record SetStatus(Status status) implements Change {}

    /** @param asMain whether it is to be the main one from now on */
    record PutNumber(Msisdn number, boolean asMain) implements Change {}

    record RemoveNumber(Msisdn number) implements Change {}
}
