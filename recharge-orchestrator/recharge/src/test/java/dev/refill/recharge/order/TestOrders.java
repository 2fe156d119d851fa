package dev.refill.recharge.order;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferId;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.Channel;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

/** Valid orders, of which a test changes what it is about. */
public final class TestOrders {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Money PRICE = Money.of(1_000, "USD");

    private TestOrders() {}

    public static Order onHostedPage(RechargeState state) {
        return order(state, new PaymentMeans.HostedPage(), null);
    }

    /** The phone that pays is another one than that which is recharged. */
    public static Order byPhone(RechargeState state) {
        return order(state, new PaymentMeans.MobileMoney(new Msisdn("+256770000001")), null);
    }

    public static Order withCardOnFile(RechargeState state) {
        return order(state, new PaymentMeans.CardOnFile("pm_card_visa"), null);
    }

    static Order afterARefusedCard(RechargeState state) {
        return order(state, new PaymentMeans.HostedPage(), DeclineReason.INSUFFICIENT_FUNDS);
    }

    /** The way of news to orders that are paid at one gateway. */
    static SettleRecharge settling(OrderStore orders, Ledger books, Clock clock) {
        PhaseTimer phases = new PhaseTimer(new SimpleMeterRegistry());
        Settlement settlement = new Settlement(schedule(), new LatePayments.Credit());
        return settling(orders, settlement, new Gateways(List.of(new FakeGateway()), new GatewayId("fake")),
                new CreditRecharge(books, CreditTerms.forEver(), orders, settlement, phases, clock), books, clock);
    }

    static SettleRecharge settling(OrderStore orders, Settlement settlement, Gateways gateways, CreditRecharge credit,
            Ledger books, Clock clock) {
        return new SettleRecharge(orders, settlement, cascade(settlement, gateways, clock),
                new StrayPayments(orders, books, new SimpleMeterRegistry(), clock), credit,
                new PhaseTimer(new SimpleMeterRegistry()), clock);
    }

    static Cascade cascade(Settlement settlement, Gateways gateways, Clock clock) {
        return new Cascade(gateways, PaymentTermsTest.TERMS, settlement, new OrderIds(clock, Random::new));
    }

    static AttemptSchedule schedule() {
        return new AttemptSchedule(Arrays.stream(RechargeState.values())
                .collect(Collectors.toMap(state -> state,
                        state -> List.of(Duration.ofSeconds(5), Duration.ofMinutes(1)))));
    }

    /** An order that bought as much credit as it cost, and a bonus. */
    public static Order credited(Money price, long bonus) {
        return order(RechargeState.CREDITED, new PaymentMeans.HostedPage(), null, price, bonus);
    }

    private static Order order(RechargeState state, PaymentMeans means, @Nullable DeclineReason decline) {
        return order(state, means, decline, PRICE, 100);
    }

    private static Order order(RechargeState state, PaymentMeans means, @Nullable DeclineReason decline,
            Money price, long bonus) {
        LedgerUnit airtime = new LedgerUnit("airtime:USD");
        Quote quote = new Quote(new OfferId("airtime-usd"), price, new Quantity(price.minor(), airtime),
                new Quantity(bonus, airtime));
        Payment payment = Payment.untold(new OperationKey("pay_01jd3v5k8m2n4p6q8r0s2t4v6w"), new GatewayId("fake"),
                means);
        Recharge recharge = new Recharge(new RechargeId("rch_01jd3v5k8m2n4p6q8r0s2t4v6w"), 3, state,
                new Recharge.Owner("app", Channel.APP), new SubscriberId("sub_test0101"), new Msisdn("+12025550101"),
                payment.payer(), quote,
                state == RechargeState.REQUIRES_ACTION ? URI.create("https://pay.example/cs_1") : null, decline, null,
                NOW, NOW);
        return new Order(recharge, "claim", payment, false, null, 0, state.isTerminal() ? null : NOW.plusSeconds(5));
    }
}
