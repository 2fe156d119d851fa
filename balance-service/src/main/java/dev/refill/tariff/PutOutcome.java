package dev.refill.tariff;

import java.time.Instant;

/** What became of a new version. */
public sealed interface PutOutcome {

    /** It is kept for ever. */
    record Written(int number, Instant effectiveFrom) implements PutOutcome {}

    /** Another version was written meanwhile, or its author had not seen the newest; nothing changed. */
    record Outdated(int newest) implements PutOutcome {}

    /** It would change what is past, or so near that it may have been rated by already; nothing changed. */
    record TooEarly(Instant earliest) implements PutOutcome {}

    /** There is no such version to go back to; nothing changed. */
    record NoSuchVersion() implements PutOutcome {}
}
