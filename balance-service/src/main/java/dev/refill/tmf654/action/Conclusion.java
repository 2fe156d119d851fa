package dev.refill.tmf654.action;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.EntryId;
import dev.refill.tmf654.action.Action.Status;

/**
 * How far another use case came with an action.
 *
 * @param failure a word, if it failed
 * @param reference its own id of it
 * @param entry in which it is in the books
 * @param page where the customer pays
 */
public record Conclusion(Status status, @Nullable String failure, @Nullable String reference, @Nullable EntryId entry,
        @Nullable String page) {

    /** Nothing is known that was not before. */
    static Conclusion asBefore(Action action) {
        return new Conclusion(action.status(), action.failure(), action.reference(), null, action.page());
    }

    static Conclusion underWay(String reference, @Nullable String page) {
        return new Conclusion(Status.CREATED, null, reference, null, page);
    }

    static Conclusion done(String reference, EntryId entry) {
        return new Conclusion(Status.COMPLETED, null, reference, entry, null);
    }

    static Conclusion cancelled(@Nullable String reference) {
        return new Conclusion(Status.CANCELLED, null, reference, null, null);
    }

    static Conclusion failed(@Nullable String reference, String failure) {
        return new Conclusion(Status.FAILED, failure, reference, null, null);
    }
}
