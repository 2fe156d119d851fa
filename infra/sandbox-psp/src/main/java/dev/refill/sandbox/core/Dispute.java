package dev.refill.sandbox.core;

import org.jspecify.annotations.Nullable;

/**
 * A customer's bank that wants a payment back.
 *
 * @param amount minor units
 * @param reason the provider's word for the customer's
 * @param withdrawal what was taken from the shop's balance, as soon as it opened
 * @param reinstatement what came back, absent unless the shop won
 */
public record Dispute(String id, String chargeId, String paymentId, long amount, String currency, String reason,
        DisputeStatus status, BalanceMovement withdrawal, @Nullable BalanceMovement reinstatement,
        Card card, long created) implements Subject {

    public Dispute won(BalanceMovement back) {
        return new Dispute(id, chargeId, paymentId, amount, currency, reason, DisputeStatus.WON, withdrawal, back, card,
                created);
    }

    public Dispute lost() {
        return new Dispute(id, chargeId, paymentId, amount, currency, reason, DisputeStatus.LOST, withdrawal, null,
                card, created);
    }

    /** What the shop is without because of it, fees aside. */
    public long withheld() {
        return withdrawal.amount() - (reinstatement == null ? 0 : reinstatement.amount());
    }
}
