package dev.refill.webhooks.sweep;

/** What became of one sweep. */
public sealed interface SweepOutcome {

    /** @param found how many events no webhook had brought */
    record Complete(long found) implements SweepOutcome {}

    /** The cursor stays at what is kept, and the next sweep begins there. */
    record Interrupted(long found, String why) implements SweepOutcome {}

    /** The lease ended on the way and another sweep reads on. */
    record Superseded(long found) implements SweepOutcome {}

    /** Another sweep was under way; nothing was read. */
    record TakenElsewhere() implements SweepOutcome {}
}
