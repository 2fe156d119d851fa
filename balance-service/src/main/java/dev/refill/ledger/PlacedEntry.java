package dev.refill.ledger;

import java.time.Instant;

/**
 * An entry and its place in the books.
 *
 * @param position of its first line
 * @param recordedAt when it was written, by the database's clock
 */
public record PlacedEntry(long position, Instant recordedAt, Entry entry) {}
