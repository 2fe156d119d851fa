package dev.refill.tmf654.action;

/** What became of a wish to change an action. */
public sealed interface Changed {

    record Done(Action action) implements Changed {}

    /** There is none, or none that the caller may see. */
    record NotFound() implements Changed {}

    /** Only those who may give, take and hold back credit may change it. */
    record NotAllowed() implements Changed {}

    /** It is not in a state in which that can be done. */
    record TooLate(Action action) implements Changed {}

    /** After a cancel. It may be under way still: whether nobody can pay it any more is the provider's word. */
    static Changed ended(Action after) {
        return switch (after.status()) {
            case CANCELLED, CREATED -> new Done(after);
            case COMPLETED, FAILED -> new TooLate(after);
        };
    }

    /** Somebody else changed it at the same time. */
    record Overtaken() implements Changed {}
}
