package dev.refill.recharge.routing;

import java.util.Optional;

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
 */
public record RoutingFacts(RechargeId order, Money price, Msisdn recharged, PaymentMethodType method) {

    Optional<String> country() {
        return recharged.country();
    }
}
