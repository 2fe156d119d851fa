package dev.refill.recharge.order;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Refusal;

/**
 * A recharge order with what only its processing needs.
 *
 * @param recharge what channels see
 * @param claimId unique per order
 * @param payment its payment, the latest one
 * @param repeatConfirmed whether the customer confirmed a repetition
 * @param refusal why risk refused it, if it did
 * @param attempts how often the completer looked at it in its present state
 * @param nextAttemptAt when the completer looks next; {@code null} exactly where the state is terminal
 */
public record Order(Recharge recharge, String claimId, Payment payment, boolean repeatConfirmed,
        @Nullable Refusal refusal,
        int attempts, @Nullable Instant nextAttemptAt) {

    public Order {
        if (!Objects.equals(recharge.payer(), payment.payer())) {
            throw new IllegalArgumentException(
                    recharge.id() + ": payer " + recharge.payer() + " (expected: that of its "
                            + "payment, " + payment.payer() + ")");
        }
    }

    public RechargeId id() {
        return recharge.id();
    }

    public RechargeState state() {
        return recharge.state();
    }

    /** The order once the change is committed. */
    public Order after(OrderChange change) {
        Recharge was = recharge;
        Recharge is = new Recharge(was.id(), was.version() + 1, change.to(), was.owner(), was.subscriber(),
                was.msisdn(), was.payer(), was.quote(), change.next() == null ? change.paymentPage() : null,
                change.decline() == null ? was.lastDecline() : change.decline(),
                was.refunded(), was.createdAt(), change.at());
        return new Order(is, claimId, payment.after(change), repeatConfirmed, change.refusal(), 0,
                change.nextAttemptAt());
    }
}
