package dev.refill.idempotency;

/** What a request with a key is. */
public sealed interface ClaimOutcome {

    /** The first with its key: it holds the claim now. */
    record New(HeldClaim claim) implements ClaimOutcome {}

    /** The holder before it let its lease lapse: this one holds the claim now, under the same id. */
    record TakenOver(HeldClaim claim) implements ClaimOutcome {}

    /** Another holds the claim and its lease has not lapsed. */
    record Running() implements ClaimOutcome {}

    /** It was answered before; this is that answer. */
    record Completed(Answer answer) implements ClaimOutcome {}

    /** The key stands for another request, finished or not. */
    record Mismatch() implements ClaimOutcome {}
}
