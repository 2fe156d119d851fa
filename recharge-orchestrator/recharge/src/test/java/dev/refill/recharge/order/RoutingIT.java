package dev.refill.recharge.order;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.recharge.Channel;
import dev.refill.recharge.GatewayOperations;
import dev.refill.recharge.GatewayOperations.GivenBack;
import dev.refill.recharge.GatewayOperations.Switch;
import dev.refill.recharge.OrderFile;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.card.KeptCards;
import dev.refill.recharge.card.SeekCards;
import dev.refill.recharge.lifecycle.SwitchWatch;
import dev.refill.recharge.r2dbc.R2dbcGatewaySwitches;
import dev.refill.recharge.routing.Route;
import dev.refill.recharge.routing.Route.Choice;
import dev.refill.recharge.routing.Route.Verdict;
import dev.refill.subscriber.Msisdn;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Orders that may be paid at two gateways, on a real database: where they go, what is kept of that, and what is switched off. */
class RoutingIT {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final GatewayId FAKE = new GatewayId("fake");
    private static final GatewayId OTHER = new GatewayId("other");
    private static final Money TEN_DOLLARS = Money.of(1_000, "USD");

    private final RechargeOffice office = new RechargeOffice("refill.routing.rules[0].name=dollars",
            "refill.routing.rules[0].currency=USD", "refill.routing.rules[0].candidates[0].gateway=fake",
            "refill.routing.rules[0].candidates[0].share=100", "refill.routing.rules[0].candidates[0].cost=2",
            "refill.routing.rules[0].candidates[1].gateway=other", "refill.routing.rules[0].candidates[1].share=0",
            "refill.routing.rules[0].candidates[1].cost=3");
    private final GatewayOperations gateways = office.the(GatewayOperations.class);

    @AfterEach
    void close() {
        office.close();
    }

    private static StartRechargeCommand byPhone(String claim) {
        StartRechargeCommand like = RechargeOffice.tenDollars(claim);
        return new StartRechargeCommand(claim, like.owner(), like.msisdn(), like.offer(), like.price(),
                new PaymentMeans.MobileMoney(new Msisdn("+256770000001")), true);
    }

    private Order placed(String claim) {
        office.start(byPhone(claim));
        return office.theOrder(claim);
    }

    private OrderFile file(Order order) {
        return the(office.the(RechargeOperations.class).find(order.id()));
    }

    private static <T> T the(Mono<T> one) {
        return one.blockOptional(LONGEST).orElseThrow();
    }

    private Handling heard(GatewayEvent event) {
        return the(office.the(GatewayEventHandler.class).handle(event));
    }

    private GatewayEvent news(GatewayId gateway, OperationKey key, PaymentObservation seen) {
        return new GatewayEvent.PaymentObserved(gateway, "evt_" + seen.reference(), office.clock.instant(), key, seen);
    }

    private static Route route(OrderFile.Attempt attempt) {
        return Objects.requireNonNull(attempt.route());
    }

    /** An order that fake did not take, and other has. */
    private Order onward(String claim) {
        office.gateway.next(FakeGateway.Fault.REFUSE_CONNECTION);
        return placed(claim);
    }

    @Test
    void orderGoesOnIsCreditedFromThereAndItsFileTellsWhy() {
        Order order = onward("c1");
        OperationKey first = file(order).payments().getFirst().operationKey();

        assertThat(order.payment().gateway()).isEqualTo(OTHER);
        assertThat(order.payment().triedBefore()).containsExactly(FAKE);
        assertThat(file(order).steps()).extracting(OrderFile.Step::event).containsExactly(RechargeEvent.ACCEPTED,
                RechargeEvent.REROUTED, RechargeEvent.PROCESSING);
        assertThat(file(order).payments()).extracting(OrderFile.Attempt::gateway).containsExactly(FAKE, OTHER);
        assertThat(file(order).payments()).extracting(attempt -> route(attempt).rule())
                .containsExactly("dollars", "dollars");
        assertThat(route(file(order).payments().getLast()).choices()).containsExactly(
                new Choice(OTHER, Verdict.COST, 0, 3),
                new Choice(FAKE, Verdict.TRIED_ALREADY, 100, 2));
        assertThat(office.gateway.truth(first)).isNull();

        office.other.pays(order.payment().operationKey(), TEN_DOLLARS);
        office.resumeAfter(Duration.ofMinutes(1));

        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.airtime()).isEqualTo(1_100);
        assertThat(office.books()).contains("recharge gateway-clearing:other USD +1000")
                .doesNotContain("gateway-clearing:fake");
        assertThat(office.breaks()).isEmpty();
    }

    @Test
    void refusalIsKeptWithThePaymentThatWasRefused() {
        office.gateway.refuses(DeclineReason.ISSUER_UNAVAILABLE, false);
        Order order = placed("c1");

        assertThat(order.payment().gateway()).isEqualTo(OTHER);
        assertThat(file(order).payments().getFirst().reference()).isNotNull();
        OperationKey first = file(order).payments().getFirst().operationKey();
        assertThat(
                heard(news(FAKE, first, new Declined(new ProviderReference("no_1"), DeclineReason.OTHER, "x", false))))
                .isInstanceOf(Handling.Done.class);
        assertThat(office.theOrder("c1")).isEqualTo(order);
        assertThat(office.breaks()).isEmpty();
    }

    @Test
    void strayMoneyIsKeptApartListedAndOverWhenAPersonHasGivenItBack() {
        Order order = onward("c1");
        OperationKey first = file(order).payments().getFirst().operationKey();
        Approved stray = new Approved(new ProviderReference("pi_stray"), TEN_DOLLARS);

        heard(news(FAKE, first, stray));
        heard(news(FAKE, first, stray));

        assertThat(office.theOrder("c1")).isEqualTo(order);
        assertThat(office.books()).isEqualTo("stray-payment gateway-clearing:fake USD +1000\n"
                + "stray-payment unallocated-payments USD -1000");
        assertThat(the(gateways.strays(10).collectList())).singleElement().satisfies(waiting -> {
            assertThat(waiting.payment()).isEqualTo(first);
            assertThat(waiting.recharge()).isEqualTo(order.id());
            assertThat(waiting.captured()).isEqualTo(TEN_DOLLARS);
        });
        assertThat(file(order).payments()).extracting(OrderFile.Attempt::stray).containsExactly(TEN_DOLLARS, null);

        assertThat(the(gateways.givenBack(first, "ada", "refunded there as re_1"))).isEqualTo(GivenBack.KEPT);
        assertThat(the(gateways.givenBack(first, "ada", "again"))).isEqualTo(GivenBack.KNOWN);
        assertThat(the(gateways.givenBack(order.payment().operationKey(), "ada", "not stray")))
                .isEqualTo(GivenBack.NO_SUCH_PAYMENT);
        assertThat(the(gateways.strays(10).collectList())).isEmpty();
        assertThat(office.books()).endsWith("stray-returned gateway-clearing:fake USD -1000\n"
                + "stray-returned unallocated-payments USD +1000");
        assertThat(office.breaks()).isEmpty();
    }

    @Test
    void refundOfStrayMoneyIsNotTakenForOneOfTheOrder() {
        Order order = onward("c1");
        OperationKey first = file(order).payments().getFirst().operationKey();
        heard(news(FAKE, first, new Approved(new ProviderReference("pi_stray"), TEN_DOLLARS)));
        office.other.pays(order.payment().operationKey(), TEN_DOLLARS);
        office.resumeAfter(Duration.ofMinutes(1));

        assertThat(heard(new GatewayEvent.RefundObserved(FAKE, "evt_r", office.clock.instant(), null, first,
                new ProviderReference("pi_stray"), new RefundSucceeded(new ProviderReference("re_1"), TEN_DOLLARS))))
                .isInstanceOf(Handling.Done.class);
        assertThat(the(gateways.strays(10).collectList())).as("still for a person to end").hasSize(1);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    @Test
    void gatewayThatIsSwitchedOffTakesNothingNewAndKeepsWhatItHolds() {
        Order held = placed("c1");
        assertThat(held.payment().gateway()).isEqualTo(FAKE);

        assertThat(the(gateways.turn(FAKE, true, "ada", "maintenance")).isOff()).isTrue();
        Order next = placed("c2");
        office.gateway.pays(held.payment().operationKey(), TEN_DOLLARS);
        office.resumeAfter(Duration.ofMinutes(1));

        assertThat(next.payment().gateway()).isEqualTo(OTHER);
        assertThat(route(file(next).payments().getFirst()).choices())
                .contains(new Choice(FAKE, Verdict.SWITCHED_OFF, 100, 2));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(the(gateways.gateways().collectList())).extracting(GatewayOperations.Standing::isOff)
                .containsExactly(true, false);

        the(gateways.turn(OTHER, true, "ada", "all of them"));
        assertThat(office.start(byPhone("c3")))
                .isEqualTo(new StartOutcome.Refused(Refusal.NO_GATEWAY_NOW));
        the(gateways.turn(FAKE, false, "bert", "it is over"));
        assertThat(placed("c4").payment().gateway()).isEqualTo(FAKE);
        assertThat(gateways.turn(new GatewayId("none"), true, "ada", "x").blockOptional(LONGEST)).isEmpty();
    }

    @Test
    void anotherNodeNoticesAndWhatWasSaidCannotBeUnsaid() {
        var switches = new R2dbcGatewaySwitches(office.database.client());
        SwitchWatch another = new SwitchWatch(switches, Duration.ofMillis(20));
        another.start();
        try {
            assertThat(another.isOff(FAKE)).isFalse();
            the(gateways.turn(FAKE, true, "ada", "maintenance"));
            Flux.interval(Duration.ofMillis(5)).takeUntil(tick -> another.isOff(FAKE)).blockLast(LONGEST);
            the(gateways.turn(FAKE, false, "bert", "over"));
            Flux.interval(Duration.ofMillis(5)).takeUntil(tick -> !another.isOff(FAKE)).blockLast(LONGEST);
        } finally {
            another.stop();
        }
        assertThat(the(switches.of(FAKE, 10).collectList())).extracting(Switch::person).containsExactly("bert", "ada");
        for (String change : List.of("UPDATE recharge.gateway_switch SET is_off = false",
                "DELETE FROM recharge.gateway_switch", "TRUNCATE recharge.gateway_switch")) {
            assertThatThrownBy(() -> office.database.client().sql(change).then().block(LONGEST))
                    .hasMessageContaining("append-only");
        }
    }

    private static StartRechargeCommand by(String claim, Channel channel, PaymentMeans means) {
        StartRechargeCommand like = RechargeOffice.tenDollars(claim);
        return new StartRechargeCommand(claim, new Recharge.Owner("app", channel), like.msisdn(), like.offer(),
                like.price(), means, true);
    }

    /** A card that the gateway keeps to which no rule leads orders of cards; its token. */
    private PaymentMeans.CardOnFile keptAtTheOther() {
        office.other.sendsToAPage();
        the(gateways.turn(FAKE, true, "ada", "maintenance"));
        office.start(by("left", Channel.APP, new PaymentMeans.HostedPage(true)));
        Order order = office.theOrder("left");
        assertThat(order.payment().gateway()).isEqualTo(OTHER);
        office.other.pays(order.payment().operationKey(), TEN_DOLLARS);
        office.resumeAfter(Duration.ofMinutes(10));
        the(office.the(SeekCards.class).round());
        the(gateways.turn(FAKE, false, "ada", "over"));
        office.other.takesCards();
        return new PaymentMeans.CardOnFile(the(office.the(KeptCards.class).of(RechargeOffice.SUBSCRIBER, null).next())
                .card().token());
    }

    @ParameterizedTest
    @EnumSource(value = Channel.class, names = {"APP", "AUTO_TOPUP"})
    void keptCardIsChargedAtTheGatewayThatKeepsIt(Channel channel) {
        PaymentMeans.CardOnFile card = keptAtTheOther();
        office.start(by("c1", channel, card));

        Order order = office.theOrder("c1");
        assertThat(order.state()).isEqualTo(RechargeState.CREDITED);
        assertThat(order.payment().gateway()).isEqualTo(OTHER);
        assertThat(office.gateway.calls()).as("where it is not known").isZero();
        assertThat(route(file(order).payments().getFirst()).choices()).containsExactly(
                new Choice(OTHER, Verdict.KEPT_HERE, 0, 0), new Choice(FAKE, Verdict.KEPT_ELSEWHERE, 0, 0));
        assertThat(office.breaks()).isEmpty();
    }

    @Test
    void keptCardWhoseGatewayIsOffOrGoneIsRefusedAndChargedNowhere() {
        PaymentMeans.CardOnFile card = keptAtTheOther();
        the(gateways.turn(OTHER, true, "ada", "maintenance"));
        assertThat(office.start(by("c1", Channel.APP, card)))
                .isEqualTo(new StartOutcome.Refused(Refusal.NO_GATEWAY_NOW));
        the(gateways.turn(OTHER, false, "ada", "over"));
        office.database.client().sql("UPDATE recharge.kept_card SET gateway = 'gone'").then().block(LONGEST);
        assertThat(office.start(by("c2", Channel.APP, card)))
                .isEqualTo(new StartOutcome.Refused(Refusal.PAYMENT_METHOD_NOT_OFFERED));
        assertThat(office.gateway.calls()).isZero();
    }

    @Test
    void keptCardWhoseGatewayIsNotReachedWaitsForItAndGoesNowhereElse() {
        PaymentMeans.CardOnFile card = keptAtTheOther();
        office.other.isWell(false);
        office.other.next(FakeGateway.Fault.REFUSE_CONNECTION);
        office.start(by("c1", Channel.APP, card));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREATED);
        assertThat(route(file(office.theOrder("c1")).payments().getFirst()).choices())
                .contains(new Choice(OTHER, Verdict.KEPT_HERE_BREAKER_OPEN, 0, 0));
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.gateway.calls()).isZero();
    }

    /** Where a client's own token belongs is the client's to know: rules choose, as of any card. */
    @Test
    void tokenThatWasKeptElsewhereGoesByTheRules() {
        keptAtTheOther();
        office.start(RechargeOffice.tenDollars("c1"));
        assertThat(office.theOrder("c1").payment().gateway()).isEqualTo(FAKE);
        assertThat(route(file(office.theOrder("c1")).payments().getFirst()).choices()).extracting(Choice::verdict)
                .containsExactly(Verdict.SHARE, Verdict.NOT_MATCHED);
    }

    @Test
    void cardThatNobodyIsKnownToKeepGoesToTheGatewayOfAllOthers() {
        office.gateway.next(FakeGateway.Fault.REFUSE_CONNECTION);
        office.start(RechargeOffice.tenDollars("c1"));

        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREATED);
        assertThat(office.other.calls()).isZero();
        assertThat(route(file(office.theOrder("c1")).payments().getFirst()).rule()).isNull();
    }
}
