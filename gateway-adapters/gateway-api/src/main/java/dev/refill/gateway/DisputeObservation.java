package dev.refill.gateway;

/**
 * What the provider says about a dispute. Its money and its verdict are told apart, come in any order, and each at most
 * once for one dispute: money follows {@link FundsWithdrawn} and {@link FundsReinstated} alone.
 */
public sealed interface DisputeObservation {

    /** The provider's id of the dispute. */
    ProviderReference reference();

    /**
     * The customer's bank asks, or has opened a dispute. Says nothing of money.
     *
     * @param amount what is disputed, all of the payment or a part
     * @param rawReason the provider's word for the customer's reason, for the evidence
     */
    record DisputeOpened(ProviderReference reference, Money amount, String rawReason) implements DisputeObservation {

        public DisputeOpened {
            rawReason = ProviderText.of(rawReason);
        }
    }

    /**
     * The provider took the money from our balance, as it does when a dispute opens.
     *
     * @param amount what was taken, as the customer paid it
     * @param fee what the provider takes for it, perhaps zero, in the currency of our balance
     */
    record FundsWithdrawn(ProviderReference reference, Money amount, Money fee) implements DisputeObservation {}

    /**
     * The provider gave the money back to our balance.
     *
     * @param amount what came back, as the customer paid it
     */
    record FundsReinstated(ProviderReference reference, Money amount) implements DisputeObservation {}

    /** It ended in our favour, or was an enquiry that ended as one. */
    record DisputeWon(ProviderReference reference) implements DisputeObservation {}

    /** It ended in the customer's favour; what was withdrawn stays withdrawn. */
    record DisputeLost(ProviderReference reference) implements DisputeObservation {}
}
