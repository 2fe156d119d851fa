package dev.refill.transfer;

/** What became of a request. Nothing moved, unless it says {@link Transferred}. */
public sealed interface TransferOutcome {

    /** It is in the books, now or when it came first. */
    record Transferred(Transfer transfer) implements TransferOutcome {}

    /** The sender's main bucket does not cover amount and fee. */
    record InsufficientBalance() implements TransferOutcome {}

    record LimitReached(Limit which) implements TransferOutcome {}

    /** Nobody has the number, or it is of a sender from whom the caller may not give. */
    record UnknownSubscriber(Side who) implements TransferOutcome {}

    /** Barred or frozen. */
    record NotActive(Side who) implements TransferOutcome {}

    /** Both numbers are of one subscriber. */
    record ToOneself() implements TransferOutcome {}

    /** The plan of one of them counts in another unit, in which credit of this one would be of no use. */
    record OtherUnit(Side who) implements TransferOutcome {}

    /** The caller's key stands for another request. */
    record KeyReused() implements TransferOutcome {}

    enum Side {
        SENDER,
        RECIPIENT
    }

    /** What a transfer may not exceed or fall below. */
    enum Limit {
        /** Of one transfer. */
        LEAST,
        MOST,
        /** How often a sender gives on one day. */
        MOST_A_DAY,
        /** What a sender gives on one day, fees not counted. */
        MOST_AMOUNT_A_DAY,
        /** What has to stay with the sender. */
        LEAST_LEFT
    }
}
