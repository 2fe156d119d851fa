package dev.refill.recharge.order;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.NotSent;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.OrderChange.NextPayment;
import dev.refill.recharge.routing.Route;

/**
 * Whether an order goes on to another provider, which it may only once it is certain that its payment takes nothing. While
 * that is not known, nothing here says yes. At most as many payments are made as there are gateways to choose from, and only as
 * long as a charge may still be sent.
 */
public final class Cascade {

    private final Gateways gateways;
    private final PaymentTerms terms;
    private final Settlement settlement;
    private final OrderIds ids;

    /** @param ids of the next payments */
    public Cascade(Gateways gateways, PaymentTerms terms, Settlement settlement, OrderIds ids) {
        this.gateways = gateways;
        this.terms = terms;
        this.settlement = settlement;
        this.ids = ids;
    }

    /**
     * After the order's charge was provably not sent. Only its one sender in that version may say so: an order that may have been
     * sent by another one is {@code UNKNOWN} by then, and a repetition that is not sent says nothing of the try before it. What
     * passes soon is waited for rather than to go to one that answers badly.
     */
    Optional<OrderChange> afterNotSent(Order order, NotSent.Reason reason, Cause cause, Instant now) {
        return order.state() == RechargeState.CHARGING && order.payment().reference() == null
                ? elsewhere(order, reason.passesSoon() ? Route::firstWell : Route::first, cause, now)
                : Optional.empty();
    }

    /**
     * After a refusal that is the payment's end there, and of the kind that another provider may not repeat; or that came as the payer of a
     * kept card was not there, whom its provider's page can ask. It has to be of the
     * payment itself, as it was found or told of, or the answer to the order's one sender: that a repetition is refused says
     * nothing of the try before it.
     */
    Optional<OrderChange> afterDecline(Order order, Declined declined, Cause cause, Instant now) {
        boolean isKnown = order.state() == RechargeState.CHARGING
                || (order.state() == RechargeState.UNKNOWN && cause.source() != Cause.Source.ANSWER);
        return isKnown && !declined.retriable()
                ? onward(order, declined.reason(), cause, now)
                        .map(change -> change.withDecline(declined.reason()).withReference(declined.reference()))
                : Optional.empty();
    }

    private Optional<OrderChange> onward(Order order, DeclineReason reason, Cause cause, Instant now) {
        if (reason == DeclineReason.AUTHENTICATION_REQUIRED) {
            return onItsPage(order, cause, now);
        }
        return reason.mayPassElsewhere() ? elsewhere(order, Route::first, cause, now) : Optional.empty();
    }

    /** The payer of a kept card was not there to be asked: the page of its provider asks, by a payment of its own. */
    private Optional<OrderChange> onItsPage(Order order, Cause cause, Instant now) {
        Payment payment = order.payment();
        boolean isPayableThere = payment.means() instanceof PaymentMeans.CardOnFile && !payment.isCaptured()
                && gateways.hasPage(payment.gateway()) && terms.mayBeSent(order, now);
        return isPayableThere
                ? settlement.change(order, RechargeEvent.REROUTED, cause, now)
                        .map(change -> change
                                .withNext(new NextPayment(ids.nextOperationKey(), payment.gateway(),
                                        gateways.routeToItsPage(order))))
                : Optional.empty();
    }

    /** Of an order of which provably nothing is at its provider, which takes nothing new by now. */
    Optional<OrderChange> awayFromSwitchedOff(Order order, Cause cause, Instant now) {
        return order.state() == RechargeState.CREATED ? elsewhere(order, Route::first, cause, now) : Optional.empty();
    }

    private Optional<OrderChange> elsewhere(Order order, Function<Route, Optional<GatewayId>> choice, Cause cause,
            Instant now) {
        if (!isPayableElsewhere(order.payment()) || !terms.mayBeSent(order, now)) {
            return Optional.empty();
        }
        return gateways.routeOn(order).flatMap(route -> choice.apply(route)
                .flatMap(gateway -> settlement.change(order, RechargeEvent.REROUTED, cause, now)
                        .map(change -> change.withNext(new NextPayment(ids.nextOperationKey(), gateway, route)))));
    }

    private static boolean isPayableElsewhere(Payment payment) {
        return !payment.isCaptured() && switch (payment.means()) {
            case PaymentMeans.HostedPage page -> true;
            case PaymentMeans.MobileMoney phone -> true;
            // Its own provider alone knows it.
            case PaymentMeans.CardOnFile card -> false;
        };
    }
}
