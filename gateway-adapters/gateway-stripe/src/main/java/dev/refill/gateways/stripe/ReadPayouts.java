package dev.refill.gateways.stripe;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Locale;
import java.util.Objects;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Payout;
import com.stripe.model.StripeCollection;
import com.stripe.param.PayoutListParams;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.FeedPosition;
import dev.refill.gateway.PayoutOutcome;
import dev.refill.gateway.PayoutPage;
import dev.refill.gateway.PayoutState;
import dev.refill.gateway.ProviderReference;

/** Reads Stripe's list of payouts, page after page, newest first as it comes. */
final class ReadPayouts {

    private final StripeClient stripe;

    ReadPayouts(StripeClient stripe) {
        this.stripe = stripe;
    }

    PayoutOutcome read(FeedPosition position) throws StripeException {
        var page = page(position);
        return new PayoutPage(page.getData().stream().map(ReadPayouts::payout).toList(), next(position, page));
    }

    private StripeCollection<Payout> page(FeedPosition position) throws StripeException {
        var created = PayoutListParams.Created.builder()
                .setGte(position.from().getEpochSecond())
                .setLt(Seconds.ceiling(position.to()))
                .build();
        return stripe.v1().payouts().list(PayoutListParams.builder()
                .setCreated(created)
                .setLimit(Scan.PAGE)
                .setStartingAfter(position.mark())
                .build());
    }

    /** A page that does not say whether it is the last one is no page of Stripe's. */
    private static @Nullable FeedPosition next(FeedPosition position, StripeCollection<Payout> page) {
        return Objects.requireNonNull(page.getHasMore(), "has_more")
                ? new FeedPosition(position.from(), position.to(), page.getData().getLast().getId())
                : null;
    }

    private static dev.refill.gateway.Payout payout(Payout payout) {
        return new dev.refill.gateway.Payout(new ProviderReference(payout.getId()),
                StripeAmounts.signedFromStripe(payout.getAmount(), payout.getCurrency()),
                Currency.getInstance(payout.getCurrency().toUpperCase(Locale.ROOT)),
                Instant.ofEpochSecond(payout.getCreated()),
                LocalDate.ofInstant(Instant.ofEpochSecond(payout.getArrivalDate()), ZoneOffset.UTC),
                state(payout.getStatus()));
    }

    /** @throws IllegalArgumentException if it is none of Stripe's words */
    private static PayoutState state(String status) {
        return switch (status) {
            case "pending", "in_transit" -> PayoutState.UNDER_WAY;
            case "paid" -> PayoutState.PAID;
            case "canceled", "failed" -> PayoutState.FAILED;
            default -> throw new IllegalArgumentException("payout: " + status + " (expected: a documented status)");
        };
    }
}
