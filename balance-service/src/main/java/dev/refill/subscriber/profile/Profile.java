package dev.refill.subscriber.profile;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Terms;

/**
 * All that is kept of a subscriber.
 *
 * @param version from 1, one more with each change
 * @param numbers also when closed: those it had last, which somebody else may have by now
 * @param createdAt in microseconds
 * @param changedAt when this version was made, in microseconds
 */
public record Profile(SubscriberId id, int version, Numbers numbers, Status status, Terms terms, Instant createdAt,
        Instant changedAt) {

    /** As it begins. */
    public static Profile first(SubscriberId id, Numbers numbers, Status status, Terms terms, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        return new Profile(id, 1, numbers, status, terms, at, at);
    }

    public Subscriber subscriber() {
        return new Subscriber(id, numbers.main(), status, terms);
    }

    Profile with(Numbers others) {
        return new Profile(id, version, others, status, terms, createdAt, changedAt);
    }

    Profile with(Status other) {
        return new Profile(id, version, numbers, other, terms, createdAt, changedAt);
    }

    Profile with(Terms others) {
        return new Profile(id, version, numbers, status, others, createdAt, changedAt);
    }

    Profile next(Instant now) {
        return new Profile(id, version + 1, numbers, status, terms, createdAt, now.truncatedTo(ChronoUnit.MICROS));
    }
}
