package dev.refill.close;

import java.time.Instant;
import java.time.LocalDate;

/** What became of the wish to close a day. */
public sealed interface CloseOutcome {

    /** It is being closed: sealing goes on by itself. */
    record Begun(ClosedDay day) implements CloseOutcome {}

    /** Somebody has done so before; nothing was changed. */
    record AlreadyBegun(ClosedDay day) implements CloseOutcome {}

    /** It is not over yet, or not for a minute. */
    record NotOver(Instant endsAt) implements CloseOutcome {}

    /** It would be the first one, and nothing was booked on it or before. */
    record NothingBooked() implements CloseOutcome {}

    /** Days are closed one after the other. */
    record NotNext(LocalDate next) implements CloseOutcome {}
}
