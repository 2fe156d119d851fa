package dev.refill.tmf654.action;

/** What became of a request for an action. */
public sealed interface Performed {

    /** It is kept, now or when it came first, whatever it came to. */
    record Kept(Action action) implements Performed {}

    /** It is not kept, and nothing moved. */
    record Refused(Refusal why) implements Performed {}

    enum Refusal {
        /** Nobody has the number or the id, or nobody whom the caller may see. */
        SUBSCRIBER_UNKNOWN,
        RECEIVER_UNKNOWN,
        BUCKET_UNKNOWN,
        RESERVATION_UNKNOWN,
        /** The request names another bucket, or another unit, than the one that it is about. */
        OTHER_BUCKET,
        OTHER_UNIT,
        /** Recharges and transfers fill main buckets. */
        NOT_A_MAIN_BUCKET,
        /** The caller's key stands for another request. */
        KEY_REUSED
    }
}
