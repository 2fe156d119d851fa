package dev.refill.gateway;

/**
 * The provider accepted the refund and could not carry it out: the money is with us again. It may follow a
 * {@link RefundSucceeded} of the same reference by days, and is final.
 *
 * @param reference the provider's id of the refund
 * @param reason our closed word for it
 * @param rawCode the provider's own code, for the evidence; never shown to a subscriber
 */
public record RefundFailed(ProviderReference reference, RefundFailureReason reason, String rawCode)
        implements
            RefundObservation {

    public RefundFailed {
        rawCode = ProviderText.of(rawCode);
    }
}
