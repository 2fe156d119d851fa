package dev.refill.recharge.order;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.SentWithin;
import dev.refill.recharge.Channel;
import dev.refill.recharge.OrderTokens;
import dev.refill.recharge.PaymentMeans;
import dev.refill.subscriber.Msisdn;

/**
 * What a provider is told about a payment. It is made from the committed order alone, so that every try of one operation
 * key says the same.
 *
 * @param portal where the browser finds the order's page
 * @param payableFor how long a payment page stays open after the order; how long a phone asks is the provider's to say
 * @param resendFor how long after the order a charge may still be sent; shorter than {@code payableFor}, and far shorter
 *        than the provider keeps operation keys
 */
public record PaymentTerms(URI portal, Duration payableFor, Duration resendFor, OrderTokens tokens) {

    /** A last try may wait for a place, be repeated and run on at the provider. */
    private static final Duration LONGEST_ON_THE_WAY = Duration.ofMinutes(15);
    private static final String PLUS = "+";

    ChargeCommand commandFor(Order order) {
        return new ChargeCommand(order.payment().operationKey(), order.recharge().quote().price(), methodOf(order),
                "Recharge of " + order.recharge().msisdn().masked(), payableUntil(order));
    }

    boolean mayBeSent(Order order, Instant now) {
        return now.isBefore(order.recharge().createdAt().plus(resendFor));
    }

    /** When the charge may have been sent, the first time or again, and have arrived. */
    SentWithin sentWithin(Order order) {
        Instant created = order.recharge().createdAt();
        return new SentWithin(created, created.plus(resendFor).plus(LONGEST_ON_THE_WAY));
    }

    /** Whether so much time has passed since the last try that the provider would know of it by now. */
    public boolean hasSurelyArrivedOrNever(Order order, Instant now) {
        return now.isAfter(sentWithin(order).to());
    }

    /** Whether the time in which it could be paid is over. */
    boolean isOverdue(Order order, Instant now) {
        return now.isAfter(payableUntil(order));
    }

    private Instant payableUntil(Order order) {
        return order.recharge().createdAt().plus(payableFor);
    }

    private PaymentMethod methodOf(Order order) {
        return switch (order.payment().means()) {
            case PaymentMeans.HostedPage(boolean savesCard) ->
                new PaymentMethod.HostedPage(page(order, "return"), page(order, "cancelled"), savesCard);
            case PaymentMeans.CardOnFile(String token) ->
                new PaymentMethod.CardOnFile(token, isPayerThere(order) ? page(order, "return") : null);
            case PaymentMeans.MobileMoney(Msisdn payer) ->
                new PaymentMethod.MobileMoney(payer.e164().substring(PLUS.length()));
        };
    }

    private static boolean isPayerThere(Order order) {
        return order.recharge().owner().channel() != Channel.AUTO_TOPUP;
    }

    private URI page(Order order, String name) {
        return portal.resolve("/orders/" + tokens.tokenFor(order.id()) + "/" + name);
    }
}
