package dev.refill.gateways.stripe;

import java.util.List;
import java.util.Locale;

import com.stripe.model.BalanceTransaction;
import com.stripe.model.Dispute;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.DisputeObservation.DisputeLost;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.DisputeWon;
import dev.refill.gateway.DisputeObservation.FundsReinstated;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;

/**
 * What the SDK's disputes say, in our words. Stripe tells money ({@code funds_withdrawn} as soon as a dispute opens,
 * {@code funds_reinstated}) and verdict ({@code closed}) in events of their own, all with the same object.
 */
final class StripeDisputes {

    private static final String WITHDRAWAL = "dispute";
    private static final String REINSTATEMENT = "dispute_reversal";

    private StripeDisputes() {}

    static DisputeOpened opened(Dispute dispute) {
        return new DisputeOpened(reference(dispute), amount(dispute), String.valueOf(dispute.getReason()));
    }

    /** The balance may be kept in another currency than the customer paid: then only the fee is read off it. */
    static FundsWithdrawn withdrawn(Dispute dispute) {
        var moved = movement(dispute, WITHDRAWAL);
        return new FundsWithdrawn(reference(dispute), moved(dispute, moved), fee(dispute, moved));
    }

    static FundsReinstated reinstated(Dispute dispute) {
        return new FundsReinstated(reference(dispute), moved(dispute, movement(dispute, REINSTATEMENT)));
    }

    /**
     * An enquiry that is closed, and a dispute that was settled before it became one, moved no money and are no loss. A
     * status that Stripe added later is told to a person.
     */
    static DisputeObservation closed(Dispute dispute) {
        return switch (dispute.getStatus()) {
            case "won", "warning_closed", "prevented" -> new DisputeWon(reference(dispute));
            case "lost" -> new DisputeLost(reference(dispute));
            default -> throw new UnknownVerdictException(dispute.getStatus());
        };
    }

    /** A dispute was closed in a way that we do not know. */
    static final class UnknownVerdictException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String status;

        UnknownVerdictException(String status) {
            super("status of a closed dispute: " + status + " (expected: won, lost, warning_closed, prevented)");
            this.status = status;
        }

        String status() {
            return status;
        }
    }

    private static ProviderReference reference(Dispute dispute) {
        return new ProviderReference(dispute.getId());
    }

    private static Money amount(Dispute dispute) {
        return StripeAmounts.fromStripe(dispute.getAmount(), dispute.getCurrency());
    }

    private static Money moved(Dispute dispute, @Nullable BalanceTransaction movement) {
        return movement == null || !movement.getCurrency().equals(dispute.getCurrency())
                ? amount(dispute)
                : StripeAmounts.fromStripe(Math.abs(movement.getAmount()), movement.getCurrency());
    }

    private static Money fee(Dispute dispute, @Nullable BalanceTransaction movement) {
        return movement == null || movement.getFee() == null
                ? Money.of(0, dispute.getCurrency().toUpperCase(Locale.ROOT))
                : StripeAmounts.fromStripe(movement.getFee(), movement.getCurrency());
    }

    private static @Nullable BalanceTransaction movement(Dispute dispute, String category) {
        var movements = dispute.getBalanceTransactions();
        return (movements == null ? List.<BalanceTransaction>of() : movements).stream()
                .filter(movement -> category.equals(movement.getReportingCategory()))
                .findFirst()
                .orElse(null);
    }
}
