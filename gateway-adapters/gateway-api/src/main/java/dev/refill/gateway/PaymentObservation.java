package dev.refill.gateway;

/**
 * What the provider itself says about a payment, whether in an answer, a webhook, a poll or on return of the browser.
 * All four are applied by the same code, so all four speak in these words.
 */
public sealed interface PaymentObservation extends ChargeOutcome, LookupOutcome, CancelOutcome
        permits Approved, Declined, RequiresAction, Pending, Closed {

    /** The provider's id of the payment. */
    ProviderReference reference();
}
