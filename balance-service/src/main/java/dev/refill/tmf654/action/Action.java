package dev.refill.tmf654.action;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.subscriber.Msisdn;
import dev.refill.tmf654.Caller;

/**
 * Something that was asked for, and what it came to.
 *
 * @param client the OAuth2 client that asked
 * @param fingerprint of the request
 * @param bucket of which it speaks; of a top-up that is paid for, the main bucket with the currency
 * @param amount in its unit, more than 0
 * @param number of whom it is about, and the receiver's; known where another use case does it
 * @param failure why it failed, as a word; {@code null}: it did not
 * @param reference the payment or transfer by which it is done, or the reservation that it uses up
 * @param page where the customer pays
 * @param held what of a reservation is not used up, 0 or more
 * @param expiresAt until when it is held
 * @param confirmedAt when it came to its end
 * @param hidden whether it was deleted
 * @param version rises with every change
 * @param content the request, with all its fields
 * @param impacts from its postings
 */
public record Action(String id, ActionKind kind, String client, String fingerprint, BucketId bucket, long amount,
        @Nullable Msisdn number, @Nullable Msisdn receiver, Status status, @Nullable String failure,
        @Nullable String reference, @Nullable String page, long held,
        @Nullable Instant expiresAt, Instant requestedAt, @Nullable Instant confirmedAt, boolean hidden, long version,
        ObjectNode content, List<Impact> impacts) {

    public enum Status {
        /** Under way; of a reservation: held back. */
        CREATED,
        /** Done; of a reservation: used up. */
        COMPLETED,
        /** Nothing moved. */
        FAILED,
        /** Nothing moved, or all that was left came back. */
        CANCELLED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Action {
        impacts = List.copyOf(impacts);
    }

    /** Whether it is there for the caller: what one client asked for is no other's, unless that one may adjust. */
    public boolean isFor(Caller caller) {
        return !hidden && caller.maySee(bucket.owner()) && (caller.adjusts() || caller.client().equals(client));
    }

    public boolean isUnderWay() {
        return status == Status.CREATED;
    }

    public boolean isPaid() {
        return kind == ActionKind.TOP_UP && content.has("paymentMethod");
    }

    /** Whether only those may do it, or change it, who may give, take and hold back credit. */
    public boolean isAdjustment() {
        return kind == ActionKind.ADJUST || kind == ActionKind.RESERVE || (kind == ActionKind.TOP_UP && !isPaid());
    }
}
