package dev.refill.webhooks;

/** What became of an operator's wish to have an event handled again. */
public sealed interface ReplayOutcome {

    /** It is ready again, with all its tries before it. */
    record Replayed() implements ReplayOutcome {}

    /** No such event was ever kept. */
    record NotKept() implements ReplayOutcome {}

    /** It is done, or the processor still works on it by itself. */
    record NotReplayable(InboxState state) implements ReplayOutcome {}
}
