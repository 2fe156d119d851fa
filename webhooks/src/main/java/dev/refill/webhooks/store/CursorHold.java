package dev.refill.webhooks.store;

import java.time.Instant;

/** Whether a cursor is ours to move. */
public sealed interface CursorHold {

    /**
     * It is, until the lease ends or for as long as nobody takes it after that.
     *
     * @param fence the fencing token of this taking
     * @param reached what happened before is kept
     */
    record Ours(long fence, Instant reached) implements CursorHold {}

    /** Another taking's lease runs. */
    record Taken() implements CursorHold {}
}
