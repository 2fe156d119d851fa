package dev.refill.recharge.routing;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.recharge.RechargeId;
import dev.refill.subscriber.Msisdn;

/**
 * What a choice depends on of an order.
 *
 * @param order by whose id the draw is made
 * @param recharged the number that is recharged
 * @param method how it is paid
 * @param keptAt the gateway that keeps the card by which it is paid; {@code null}: it is paid otherwise, or nobody knows
 */
public record RoutingFacts(RechargeId order, Money price, Msisdn recharged, PaymentMethodType method,
        @Nullable GatewayId keptAt) {

    /** Those of an order that is paid by no card that is known to be kept. */
    public RoutingFacts(RechargeId order, Money price, Msisdn recharged, PaymentMethodType method) {
        this(order, price, recharged, method, null);
    }

    Optional<String> country() {
        return recharged.country();
    }
}
