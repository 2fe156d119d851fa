package dev.refill.recharge;

/** What became of an order that was asked for. */
public sealed interface StartOutcome {

    /** The order exists, new or found again by its claim; its state tells how far it came. */
    record Accepted(Recharge recharge) implements StartOutcome {}

    /** No order was made and nothing was charged. */
    record Refused(Refusal refusal) implements StartOutcome {}

    /** The same number was recharged with the same amount within the last minute: ask the customer, then repeat confirmed. */
    record ConfirmationNeeded() implements StartOutcome {}
}
