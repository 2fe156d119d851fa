package dev.refill.recharge;

import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.DeclineReason;
import dev.refill.offer.Quote;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

/**
 * A recharge order as it stood when it was read.
 *
 * @param id permanent
 * @param version rises with every change
 * @param state where it stands
 * @param owner who placed it
 * @param subscriber who is credited
 * @param msisdn the number as it was when the order was placed
 * @param payer whose phone is asked to confirm the payment; {@code null}: it is not paid by phone
 * @param quote what was bought at which price
 * @param paymentPage where the customer pays, while the state is {@code REQUIRES_ACTION}
 * @param lastDecline why the latest card or wallet was refused, if one was
 * @param refunded how much of the price went back to the customer, in minor units; {@code null}: nothing was ever asked back
 * @param createdAt when it was accepted
 * @param changedAt when it last changed
 */
public record Recharge(RechargeId id, long version, RechargeState state, Owner owner, SubscriberId subscriber,
        Msisdn msisdn, @Nullable Msisdn payer,
        Quote quote, @Nullable URI paymentPage, @Nullable DeclineReason lastDecline, @Nullable Long refunded,
        Instant createdAt,
        Instant changedAt) {

    /** An order that is not paid by phone, and of which nothing went back. */
    public Recharge(RechargeId id, long version, RechargeState state, Owner owner, SubscriberId subscriber,
            Msisdn msisdn,
            Quote quote, @Nullable URI paymentPage, @Nullable DeclineReason lastDecline, Instant createdAt,
            Instant changedAt) {
        this(id, version, state, owner, subscriber, msisdn, null, quote, paymentPage, lastDecline, null, createdAt,
                changedAt);
    }

    /**
     * Who placed an order.
     *
     * @param clientId the authenticated client, {@code portal} for the portal's own checkout
     * @param channel where it came from
     */
    public record Owner(String clientId, Channel channel) {}
}
