package dev.refill.tmf654.action;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

/** How a request says whose bucket it means. */
public sealed interface Whom {

    /** {@code bucket} */
    record OfBucket(BucketId bucket) implements Whom {}

    /** {@code logicalResource}: whoever has the number */
    record OfNumber(Msisdn number) implements Whom {}

    /** {@code partyAccount} */
    record OfSubscriber(SubscriberId subscriber) implements Whom {}
}
