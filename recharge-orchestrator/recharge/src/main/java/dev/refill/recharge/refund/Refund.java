package dev.refill.recharge.refund;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.offer.Quantity;
import dev.refill.offer.WhenSpent;
import dev.refill.recharge.RechargeId;

/**
 * One refund of an order, as it stood when it was read.
 *
 * @param id permanent; also what the provider is sent as operation key
 * @param claimId unique per refund: asking again with the same claim finds the same refund
 * @param recharge of which order
 * @param version rises with every change
 * @param state where it stands
 * @param amount what goes back
 * @param credit what is taken back of the credit
 * @param bonus what is taken back of the bonus
 * @param whenSpent what happens to what is spent already
 * @param reason why, in the words of who asked
 * @param requestedBy who asked
 * @param decidedBy who approved or rejected it, if a second person had to
 * @param reference the provider's id, once an answer told it
 * @param attempts how often the completer looked at it in its present state
 * @param createdAt when it was asked for
 * @param changedAt when it last changed
 */
@NamedInterface("money-back")
public record Refund(RefundId id, String claimId, RechargeId recharge, long version, RefundState state, Money amount,
        Quantity credit, Quantity bonus, WhenSpent whenSpent, String reason, String requestedBy,
        @Nullable String decidedBy, @Nullable ProviderReference reference, int attempts, Instant createdAt,
        Instant changedAt) {

    /** Credit and bonus together. */
    public Quantity takenBack() {
        return credit.plus(bonus);
    }

    /** The refund once the change is committed. */
    public Refund after(RefundChange change) {
        return new Refund(id, claimId, recharge, version + 1, change.to(), amount, credit, bonus, whenSpent, reason,
                requestedBy, change.decidedBy() == null ? decidedBy : change.decidedBy(),
                change.reference() == null ? reference : change.reference(), 0, createdAt, change.at());
    }
}
