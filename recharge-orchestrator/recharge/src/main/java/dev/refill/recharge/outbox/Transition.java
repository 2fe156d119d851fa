package dev.refill.recharge.outbox;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.DeclineReason;
import dev.refill.offer.Quote;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;

/**
 * A committed change of an order, with what never changes about the order.
 *
 * @param position where it stands among all changes
 * @param version of the order after it
 * @param decline why the latest card was refused, if one was; as it is known when it is read
 */
public record Transition(Position position, RechargeId recharge, long version, RechargeState to, Instant at,
        String clientId, String msisdn, Quote quote, @Nullable DeclineReason decline, Instant createdAt) {

    /**
     * A place in the order in which changes are relayed.
     *
     * @param writtenBy the transaction, a number that only PostgreSQL compares
     */
    public record Position(String writtenBy, long sequence) {}
}
