package dev.refill.recharge.order;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.Channel;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.routing.Route;
import dev.refill.subscriber.Msisdn;

/** New orders and valid changes of them, for tests of the store. */
public final class TestChanges {

    private final Clock clock;
    private final OrderIds ids;

    public TestChanges(Clock clock) {
        this.clock = clock;
        Random random = new Random(1);
        this.ids = new OrderIds(clock, () -> random);
    }

    public Instant now() {
        return Instants.now(clock);
    }

    public Order newOrder(String claim, String msisdn) {
        Order like = TestOrders.withCardOnFile(RechargeState.CHARGING);
        Recharge was = like.recharge();
        Instant at = now();
        Recharge recharge = new Recharge(ids.nextRechargeId(), 1, RechargeState.CHARGING, was.owner(), was.subscriber(),
                new Msisdn(msisdn), was.quote(), null, null, at, at);
        Payment payment = Payment.untold(ids.nextOperationKey(), like.payment().gateway(), like.payment().means());
        return new Order(recharge, claim, payment, true, null, 0, at.plusSeconds(15));
    }

    /** One that a rule places by a kept card. */
    public Order newOrderOfARule(String claim, String msisdn) {
        Order like = newOrder(claim, msisdn);
        Recharge was = like.recharge();
        Recharge recharge = new Recharge(was.id(), was.version(), was.state(),
                new Recharge.Owner(was.owner().clientId(), Channel.AUTO_TOPUP), was.subscriber(), was.msisdn(),
                was.quote(), null, null, was.createdAt(), was.changedAt());
        return new Order(recharge, claim, like.payment(), true, null, 0, like.nextAttemptAt());
    }

    /** One that a phone pays. */
    public Order newOrderByPhone(String claim, String msisdn, String payer) {
        Order like = newOrder(claim, msisdn);
        Recharge was = like.recharge();
        Payment payment = Payment.untold(like.payment().operationKey(), like.payment().gateway(),
                new PaymentMeans.MobileMoney(new Msisdn(payer)));
        Recharge recharge = new Recharge(was.id(), was.version(), was.state(), was.owner(), was.subscriber(),
                was.msisdn(), payment.payer(), was.quote(), null, null, null, was.createdAt(), was.changedAt());
        return new Order(recharge, claim, payment, true, null, 0, like.nextAttemptAt());
    }

    /** One that is paid on a page, whose card is to be kept. */
    public Order newOrderThatSavesItsCard(String claim, String msisdn) {
        Order like = newOrder(claim, msisdn);
        return new Order(like.recharge(), claim, Payment.untold(like.payment().operationKey(), like.payment().gateway(),
                new PaymentMeans.HostedPage(true)), true, null, 0, like.nextAttemptAt());
    }

    public OrderChange outcomeUnknown() {
        return OrderChange.of(RechargeEvent.OUTCOME_UNKNOWN, RechargeState.UNKNOWN, Cause.own(Cause.Source.ANSWER),
                now(),
                now().plusSeconds(5));
    }

    public OrderChange pageToPayOn(String reference) {
        return OrderChange.of(RechargeEvent.ACTION_REQUIRED, RechargeState.REQUIRES_ACTION,
                Cause.own(Cause.Source.ANSWER), now(), now().plusSeconds(5))
                .withReference(new ProviderReference(reference))
                .withPaymentPage(URI.create("https://pay.example/" + reference));
    }

    /** The page stays open for another card. */
    public OrderChange cardRefused(Order order) {
        return OrderChange.of(RechargeEvent.CARD_REFUSED, RechargeState.REQUIRES_ACTION,
                Cause.own(Cause.Source.ANSWER), now(), now().plusSeconds(5))
                .withPaymentPage(order.recharge().paymentPage())
                .withDecline(DeclineReason.CARD_EXPIRED);
    }

    public OrderChange captured(String reference) {
        return OrderChange.of(RechargeEvent.CAPTURED, RechargeState.PAID, Cause.own(Cause.Source.ANSWER), now(),
                now().plusSeconds(5))
                .withReference(new ProviderReference(reference))
                .withCaptured(TestOrders.PRICE);
    }

    /** The payment before is known there by the reference. */
    public OrderChange rerouted(String gateway, String reference) {
        GatewayId to = new GatewayId(gateway);
        return OrderChange.of(RechargeEvent.REROUTED, RechargeState.CHARGING, Cause.own(Cause.Source.ANSWER), now(),
                now().plusSeconds(5))
                .withReference(new ProviderReference(reference))
                .withNext(new OrderChange.NextPayment(ids.nextOperationKey(), to, new Route("all", 7,
                        List.of(new Route.Choice(to, Route.Verdict.COST, 0, 2)))));
    }

    public OrderChange creditRefused() {
        return OrderChange.of(RechargeEvent.CREDIT_REFUSED, RechargeState.IN_REVIEW, Cause.own(Cause.Source.LEDGER),
                now(), null);
    }

    public OrderChange returned() {
        return OrderChange.of(RechargeEvent.RETURN_DECIDED, RechargeState.RETURNED, Cause.own(Cause.Source.OPERATOR),
                now(), null);
    }

    public OrderChange credited() {
        return OrderChange.of(RechargeEvent.CREDITED, RechargeState.CREDITED, Cause.own(Cause.Source.LEDGER), now(),
                null);
    }
}
