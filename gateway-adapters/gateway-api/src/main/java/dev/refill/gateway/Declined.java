package dev.refill.gateway;

/**
 * The card or the wallet was refused and nothing was captured. On a hosted page another card may still pay until the page
 * is {@link Closed}.
 *
 * @param reference the provider's id of the payment
 * @param reason our closed word for it
 * @param rawCode the provider's own code, for the evidence; never shown to a subscriber
 * @param retriable whether the same payment object still accepts another try: only then is this not its end
 */
public record Declined(ProviderReference reference, DeclineReason reason, String rawCode, boolean retriable)
        implements
            PaymentObservation {

    public Declined {
        rawCode = ProviderText.of(rawCode);
    }

    /** Whether the adapter has a reason for the provider's code; if not, it is a decline all the same. */
    public boolean codeIsKnown() {
        return reason != DeclineReason.OTHER;
    }
}
