package dev.refill.charging;

/** What became of an event. */
public sealed interface EventOutcome {

    /** It is charged, now or when it came first. */
    record Charged(EventAnswer answer) implements EventOutcome {}

    /** Nothing was charged. */
    record Denied(ResultCode why) implements EventOutcome {}

    /** The reference was used for another event; nothing was charged. */
    record ReferenceReused() implements EventOutcome {}

    /** There is no such event of this client. Of a refund only. */
    record NotFound() implements EventOutcome {}
}
