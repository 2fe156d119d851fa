package dev.refill.recharge.order;

import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.routing.Route;

/**
 * One change of an order, decided but not yet committed.
 *
 * @param event what happened
 * @param to where it leads
 * @param cause why
 * @param at when
 * @param nextAttemptAt when the completer looks next; {@code null} exactly where {@code to} is terminal
 * @param reference the provider's id, if it was told
 * @param paymentPage where the customer pays from now on
 * @param decline why a card was refused, if one was
 * @param captured what was captured, if anything was
 * @param refusal why risk refused, if it did
 * @param next the payment that follows; reference, page and capture are then of the one before
 */
public record OrderChange(RechargeEvent event, RechargeState to, Cause cause, Instant at,
        @Nullable Instant nextAttemptAt,
        @Nullable ProviderReference reference, @Nullable URI paymentPage, @Nullable DeclineReason decline,
        @Nullable Money captured, @Nullable Refusal refusal, @Nullable NextPayment next) {

    /**
     * A payment that follows another one: elsewhere, paid in the same way; or where it was, and then on the provider's page instead of
     * by a kept card.
     *
     * @param gateway where
     * @param route why there; {@code null}: there was no choice
     */
    public record NextPayment(OperationKey operationKey, GatewayId gateway, @Nullable Route route) {}

    static OrderChange of(RechargeEvent event, RechargeState to, Cause cause, Instant at,
            @Nullable Instant nextAttemptAt) {
        return new OrderChange(event, to, cause, at, nextAttemptAt, null, null, null, null, null, null);
    }

    public OrderChange withReference(@Nullable ProviderReference told) {
        return new OrderChange(event, to, cause, at, nextAttemptAt, told, paymentPage, decline, captured, refusal,
                next);
    }

    OrderChange withPaymentPage(@Nullable URI page) {
        return new OrderChange(event, to, cause, at, nextAttemptAt, reference, page, decline, captured, refusal,
                next);
    }

    OrderChange withDecline(DeclineReason reason) {
        return new OrderChange(event, to, cause, at, nextAttemptAt, reference, paymentPage, reason, captured, refusal,
                next);
    }

    public OrderChange withCaptured(Money money) {
        return new OrderChange(event, to, cause, at, nextAttemptAt, reference, paymentPage, decline, money, refusal,
                next);
    }

    OrderChange withRefusal(Refusal reason) {
        return new OrderChange(event, to, cause, at, nextAttemptAt, reference, paymentPage, decline, captured, reason,
                next);
    }

    OrderChange withNext(NextPayment payment) {
        return new OrderChange(event, to, cause, at, nextAttemptAt, reference, paymentPage, decline, captured, refusal,
                payment);
    }

    /** The same change, after which the completer looks at that moment. */
    OrderChange dueAt(Instant moment) {
        return new OrderChange(event, to, cause, at, moment, reference, paymentPage, decline, captured, refusal, next);
    }
}
