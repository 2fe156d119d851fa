package dev.refill.gateway;

import java.time.Instant;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * One movement of our balance at a provider. All lines of a payout, that of the payout itself among them, have a {@link #net()}
 * of zero together.
 *
 * @param reference the provider's id of the movement
 * @param rawKind the provider's own word for it
 * @param subject the provider's id of what moved it: a charge, a refund, a dispute, a payout; {@code null} for such as has none
 * @param payment the payment that it belongs to, as {@link PaymentObservation} has it; {@code null} for such as belongs to none
 * @param amount minor units before fees, above zero if it came in
 * @param fee minor units that the provider kept of it, below zero if it gave them back
 * @param currency of our balance, and so of amount and fee
 * @param occurredAt by the provider's clock
 */
public record SettlementLine(ProviderReference reference, SettlementKind kind, String rawKind,
        @Nullable ProviderReference subject, @Nullable ProviderReference payment, long amount, long fee,
        Currency currency, Instant occurredAt) {

    public SettlementLine {
        rawKind = ProviderText.of(rawKind);
    }

    /**
     * What the balance moved by, in minor units.
     *
     * @throws ArithmeticException if it does not fit a {@code long}
     */
    public long net() {
        return Math.subtractExact(amount, fee);
    }
}
