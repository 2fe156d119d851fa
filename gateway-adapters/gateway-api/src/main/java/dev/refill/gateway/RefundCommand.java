package dev.refill.gateway;

/**
 * One refund to carry out, of a whole payment or a part of it.
 *
 * @param operationKey of the refund itself, not of its payment; the same on every try, and written into the provider's
 *        metadata, so that the refund is found again when the key has expired there
 * @param payment the provider's id of the payment as the order holds it
 * @param amount what goes back, more than zero, in the currency that was captured
 * @param reason why, in our words, for those who look at the provider; at most 200 characters
 */
public record RefundCommand(OperationKey operationKey, ProviderReference payment, Money amount, String reason) {

    public RefundCommand {
        if (amount.minor() == 0) {
            throw new IllegalArgumentException("amount: 0 (expected: more than zero)");
        }
        if (reason.length() > 200) {
            throw new IllegalArgumentException("reason: " + reason.length() + " characters (expected: at most 200)");
        }
    }
}
