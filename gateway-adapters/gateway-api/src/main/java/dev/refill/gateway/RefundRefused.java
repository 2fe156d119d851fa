package dev.refill.gateway;

/**
 * The provider said no and nothing happened: already refunded, more than is left of the payment, disputed, never paid.
 *
 * @param rawCode the provider's own code, for the evidence; never shown to a subscriber
 */
public record RefundRefused(String rawCode) implements RefundOutcome {

    public RefundRefused {
        rawCode = ProviderText.of(rawCode);
    }
}
