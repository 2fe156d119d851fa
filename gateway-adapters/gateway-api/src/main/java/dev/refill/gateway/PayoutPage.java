package dev.refill.gateway;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A piece of the list of payouts.
 *
 * @param payouts in the provider's order; none does not mean that the list ends
 * @param next where it goes on, {@code null} at its end
 */
public record PayoutPage(List<Payout> payouts, @Nullable FeedPosition next) implements PayoutOutcome {

    public PayoutPage {
        payouts = List.copyOf(payouts);
    }
}
