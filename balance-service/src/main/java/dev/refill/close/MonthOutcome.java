package dev.refill.close;

import java.time.YearMonth;

/** What became of the wish to close a month. */
public sealed interface MonthOutcome {

    record Closed(ClosedMonth month) implements MonthOutcome {}

    /** Somebody has done so before; nothing was changed. */
    record AlreadyClosed(ClosedMonth month) implements MonthOutcome {}

    /** Not all of its days are sealed. */
    record DaysOpen() implements MonthOutcome {}

    /** Months are closed one after the other. */
    record NotNext(YearMonth next) implements MonthOutcome {}
}
