package dev.refill.webhooks;

/** What became of an event that was handed over. */
public sealed interface Handling {

    /** Its effect is committed, or it needs none. */
    record Done() implements Handling {}

    /** It speaks of an object that is not committed here yet: it is parked and handed over again. */
    record ObjectNotKnownYet(String object) implements Handling {}
}
