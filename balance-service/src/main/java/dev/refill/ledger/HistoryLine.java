package dev.refill.ledger;

import java.time.Instant;

/**
 * One posting as its account's owner sees it.
 *
 * @param position strictly rising within the ledger; a page continues after the last one it showed
 * @param entryId the entry
 * @param kind the entry's word
 * @param reference the caller's own id of the event
 * @param occurredAt when it happened
 * @param amount by how much the account moved
 * @param balanceAfter what the account held after it
 */
public record HistoryLine(long position, EntryId entryId, String kind, String reference, Instant occurredAt,
        Amount amount,
        long balanceAfter) {}
