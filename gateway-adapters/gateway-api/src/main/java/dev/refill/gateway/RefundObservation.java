package dev.refill.gateway;

/** What the provider itself says about a refund that it accepted, whether in an answer, a webhook or a look-up. */
public sealed interface RefundObservation extends RefundOutcome, RefundLookupOutcome
        permits RefundSucceeded, RefundPending, RefundFailed {

    /** The provider's id of the refund. */
    ProviderReference reference();
}
