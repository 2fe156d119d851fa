package dev.refill.recharge;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import dev.refill.recharge.dispute.Dispute;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundState;

/**
 * The money that goes back, as those see it who look after orders. All publishers are cold; a cancel gives up waiting and
 * nothing else.
 */
public interface MoneyBack {

    /**
     * The refunds that rest in a state, the oldest first.
     *
     * @param state one that is not terminal
     * @param after the last one of the page before; {@code null}: from the oldest
     * @param limit 1 to 200
     */
    Flux<Refund> resting(RefundState state, @Nullable RefundId after, int limit);

    /** An order's refunds, the oldest first; few. */
    Flux<Refund> refundsOf(RechargeId recharge);

    /** An order's disputes, the oldest first; few. */
    Flux<Dispute> disputesOf(RechargeId recharge);

    /** How many refunds rest in each state that is not terminal; a state without any is missing. */
    Flux<RefundCount> refundCounts();

    /** How many disputes rest in each state that is not terminal; a state without any is missing. */
    Flux<DisputeCount> disputeCounts();

    /** How many refunds rest in a state. */
    record RefundCount(RefundState state, long refunds) {}

    /** How many disputes rest in a state. */
    record DisputeCount(DisputeState state, long disputes) {}
}
