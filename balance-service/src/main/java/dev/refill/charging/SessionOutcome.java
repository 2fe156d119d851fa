package dev.refill.charging;

/** What became of a request about a session. */
public sealed interface SessionOutcome {

    /** It was done, now or when it came first. */
    record Answered(SessionAnswer answer) implements SessionOutcome {}

    /** Nobody may begin such a session; nothing was written. */
    record Denied(ResultCode why) implements SessionOutcome {}

    /** There is no such session, or it is another client's. */
    record NotFound() implements SessionOutcome {}

    /** The sequence number was answered for another request; nothing was written. */
    record SequenceReused() implements SessionOutcome {}

    /**
     * The sequence number is below one that was answered, and was never seen; nothing was written.
     *
     * @param last the highest one that was answered
     */
    record OutOfOrder(long last) implements SessionOutcome {}

    /** It is over; nothing was written. */
    record Over() implements SessionOutcome {}

    /** More than one session may have: the network begins another one; nothing was written. */
    record TooMuch(Bound bound) implements SessionOutcome {}

    /** What a session has no more than so much of. */
    enum Bound {
        /** {@link SessionRequest#MOST_TARGETS} targets. */
        TARGETS,
        /** As much of a target as one usage may have. */
        QUANTITY
    }
}
