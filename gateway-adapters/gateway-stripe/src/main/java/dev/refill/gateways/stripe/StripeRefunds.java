package dev.refill.gateways.stripe;

import java.util.Map;

import com.stripe.model.Refund;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;

import static java.util.Map.entry;

/** What the SDK's refunds say, in our words; {@code failure_reason} (docs.stripe.com/refunds) is mapped once, here. */
final class StripeRefunds {

    // @formatter:off
    static final Map<String, RefundFailureReason> REASONS = Map.ofEntries(
            entry("charge_for_pending_refund_disputed", RefundFailureReason.PAYMENT_DISPUTED),
            entry("declined", RefundFailureReason.REFUSED_BY_BANK),
            entry("expired_or_canceled_card", RefundFailureReason.CARD_GONE),
            entry("insufficient_funds", RefundFailureReason.OUR_BALANCE_TOO_LOW),
            entry("lost_or_stolen_card", RefundFailureReason.CARD_GONE),
            entry("merchant_request", RefundFailureReason.CANCELLED),
            entry("unknown", RefundFailureReason.OTHER));
    // @formatter:on

    private static final String UNSPECIFIED = "unspecified";

    private StripeRefunds() {}

    /** A status that Stripe added later is one that it works on: it will say more. */
    static RefundObservation of(Refund refund) {
        var reference = new ProviderReference(refund.getId());
        return switch (String.valueOf(refund.getStatus())) {
            case "succeeded" -> new RefundSucceeded(reference,
                    StripeAmounts.fromStripe(refund.getAmount(), refund.getCurrency()));
            case "failed" -> failed(reference, refund.getFailureReason());
            case "canceled" -> new RefundFailed(reference, RefundFailureReason.CANCELLED, "canceled");
            default -> new RefundPending(reference);
        };
    }

    private static RefundFailed failed(ProviderReference reference, @Nullable String reason) {
        var rawCode = reason == null ? UNSPECIFIED : reason;
        return new RefundFailed(reference, REASONS.getOrDefault(rawCode, RefundFailureReason.OTHER), rawCode);
    }
}
