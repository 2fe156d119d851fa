package dev.refill.close;

import java.time.LocalDate;
import java.time.YearMonth;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.Entry;

/** Closes days and months of the books, and reads what is closed. All of it is cold, and safe on any number of nodes. */
public interface ClosedBooks {

    /**
     * Closes a day, in the accounting time zone; the first one has everything before it. It is sealed by and by, by whichever node is
     * there; what is posted meanwhile is in the next day. Once closed it stays so. Safe to repeat; a cancel gives up waiting, and the day may be closed all the same.
     *
     * @param by whoever is accountable, 1 to 200 characters
     * @param reason 1 to 500 characters
     */
    Mono<CloseOutcome> close(LocalDate day, String by, String reason);

    /** Closes a month of which all days are sealed; as {@link #close}. */
    Mono<MonthOutcome> close(YearMonth month, String by, String reason);

    /**
     * The closed days, latest first.
     *
     * @param before only earlier ones
     */
    Flux<ClosedDay> days(@Nullable LocalDate before, int most);

    /** Empty: it is not closed. */
    Mono<ClosedDay> day(LocalDate day);

    /**
     * The closed months, latest first.
     *
     * @param before only earlier ones
     */
    Flux<ClosedMonth> months(@Nullable YearMonth before, int most);

    /**
     * What each account was moved by from one day to another, both included, and what it held before and after; by account and unit.
     * Accounts stay in it once they were moved. The first closed day has everything before it, so its opening is zero.
     *
     * @return empty: the last day is not sealed, or nothing was ever posted
     */
    Flux<TrialLine> trialBalance(LocalDate first, LocalDate last);

    /**
     * The entries of the days from one to another, both included, day by day and by their places in each; for journals and exports. Any
     * number of entries, one stretch of them in memory at a time, and as fast as it is asked for. That they are what was sealed is not
     * proved on the way, as it is by {@link #file}.
     *
     * @return empty: the last day is not sealed, or nothing was posted
     */
    Flux<Entry> entries(LocalDate first, LocalDate last);

    /**
     * The file of a sealed day, entry by entry, then its seal, which is proved on the way: if the entries are not what was sealed it
     * ends with {@link SealBrokenException} instead. Any number of entries, one stretch of them in memory at a time.
     *
     * @return empty: the day is not sealed
     */
    Flux<String> file(LocalDate day);
}
