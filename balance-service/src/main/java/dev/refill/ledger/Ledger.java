package dev.refill.ledger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The books. All publishers are cold. */
public interface Ledger {

    /**
     * Writes an entry once, in one statement with others that wait at the same time, committed by itself: it never takes
     * part in a caller's transaction, and no entry suffers from its neighbours. Safe to repeat. A cancel gives up
     * waiting; the entry may be written all the same.
     *
     * <p>An entry is the same if kind, reference and postings are, in whatever order; a repeat may carry a later time of
     * the event, and the first one stays.
     *
     * @return exactly one outcome, after commit. An error is a {@link LedgerException}: unless its code is {@code REFUSED}
     *         the outcome may not be known, and the caller repeats with the same id
     */
    Mono<PostOutcome> post(Entry entry);

    /** The entry as it was written, its postings by line. Empty: there is none of that id. */
    Mono<Entry> entry(EntryId id);

    /** What the account holds in one unit; never empty, zero for an account that was never posted to. */
    Mono<Balance> balanceOf(AccountId account, LedgerUnit unit);

    /** What the account holds, one balance per unit it was ever posted in, by unit code. Empty: never posted to. */
    Flux<Balance> balancesOf(AccountId account);

    /**
     * The account's postings, newest first. A bucket's lines appear in the order of their positions; those of a system
     * account are written side by side, and one with a lower position may appear after one with a higher.
     *
     * @param before only lines with a lower position; {@code null}: from the newest
     * @param limit 1 to 200
     */
    Flux<HistoryLine> history(AccountId account, @Nullable Long before, int limit);
}
