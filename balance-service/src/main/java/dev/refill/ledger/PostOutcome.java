package dev.refill.ledger;

/** What became of a posted entry. */
public sealed interface PostOutcome {

    EntryId id();

    /** The entry is in the books and durable. */
    record Created(EntryId id) implements PostOutcome {}

    /** The same entry is in the books already; nothing changed. */
    record AlreadyExists(EntryId id) implements PostOutcome {}

    /** The id is in the books with other content; nothing changed. A fault of the caller, worth an alarm. */
    record ExistsWithOtherContent(EntryId id) implements PostOutcome {}

    /** A holding would cross zero: a bucket or frozen credit below it, a debt above it; nothing changed. */
    record InsufficientBalance(EntryId id, AccountId account) implements PostOutcome {}
}
