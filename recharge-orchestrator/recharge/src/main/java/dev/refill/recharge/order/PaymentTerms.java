package dev.refill.recharge.order;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.PaymentMethod;
import dev.refill.recharge.OrderTokens;

/**
 * What a provider is told about a payment. It is made from the committed order alone, so that every try of one operation
 * key says the same.
 *
 * @param portal where the browser finds the order's page
 * @param payableFor how long a payment page stays open after the order
 * @param resendFor how long after the order a charge may still be sent; shorter than {@code payableFor}, and far shorter
 *        than the provider keeps operation keys
 */
public record PaymentTerms(URI portal, Duration payableFor, Duration resendFor, OrderTokens tokens) {

    ChargeCommand commandFor(Order order) {
        return new ChargeCommand(order.payment().operationKey(), order.recharge().quote().price(), methodOf(order),
                "Recharge of " + order.recharge().msisdn().masked(), payableUntil(order));
    }

    boolean mayBeSent(Order order, Instant now) {
        return now.isBefore(order.recharge().createdAt().plus(resendFor));
    }

    private Instant payableUntil(Order order) {
        return order.recharge().createdAt().plus(payableFor);
    }

    private PaymentMethod methodOf(Order order) {
        String token = order.payment().cardOnFile();
        return token == null
                ? new PaymentMethod.HostedPage(page(order, "return"), page(order, "cancelled"))
                : new PaymentMethod.CardOnFile(token);
    }

    private URI page(Order order, String name) {
        return portal.resolve("/orders/" + tokens.tokenFor(order.id()) + "/" + name);
    }
}
