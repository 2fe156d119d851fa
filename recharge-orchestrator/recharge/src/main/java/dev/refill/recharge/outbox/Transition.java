package dev.refill.recharge.outbox;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Money;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.dispute.DisputeEvent;
import dev.refill.recharge.dispute.DisputeId;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundState;

/** A committed change of an order, or of a refund or a dispute of one. */
public sealed interface Transition {

    /** Where it stands among all changes. */
    Position position();

    /** Of which order, or of an order's what. */
    RechargeId recharge();

    /** Of what has changed, after it. */
    long version();

    /** Where it led. */
    Enum<?> to();

    /** When. */
    Instant at();

    /** Who placed the order. */
    String clientId();

    /**
     * A place in the order in which changes are relayed.
     *
     * @param writtenBy the transaction, a number that only PostgreSQL compares
     */
    record Position(String writtenBy, long sequence) {}

    /**
     * Of an order, with what never changes about it.
     *
     * @param decline why the latest card was refused, if one was; as it is known when it is read
     */
    record OfOrder(Position position, RechargeId recharge, long version, RechargeState to, Instant at, String clientId,
            String msisdn, Quote quote, @Nullable DeclineReason decline, Instant createdAt) implements Transition {}

    /**
     * Of a refund, with what never changes about it.
     *
     * @param refunded of the order, all refunds that succeeded, after it; in minor units of what was captured
     * @param credit what the refund takes of the credit
     * @param bonus what it takes of the bonus
     */
    record OfRefund(Position position, RefundId refund, RechargeId recharge, long version, RefundState to, Instant at,
            String clientId, String msisdn, Money amount, long refunded, Quantity credit, Quantity bonus,
            Instant createdAt) implements Transition {}

    /**
     * Of a dispute, with its amounts as they are known when it is read; each is set once.
     *
     * @param withdrawn what the customer's bank took, once it did
     * @param reinstated what came back of it, once it did
     * @param credit what was taken of the credit because of it
     * @param bonus what was taken of the bonus
     * @param creditBack what came back of that credit
     * @param bonusBack what came back of that bonus
     */
    record OfDispute(Position position, DisputeId dispute, RechargeId recharge, long version, DisputeEvent event,
            DisputeState to, Instant at, String clientId, String msisdn, @Nullable Money withdrawn,
            @Nullable Money reinstated, Quantity credit, Quantity bonus, Quantity creditBack, Quantity bonusBack,
            Instant createdAt) implements Transition {}
}
