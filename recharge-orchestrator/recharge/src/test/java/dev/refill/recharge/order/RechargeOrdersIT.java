package dev.refill.recharge.order;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.SentWithin;
import dev.refill.gateway.Unknown;
import dev.refill.offer.OfferId;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.Sighting;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.risk.RiskFacts;
import dev.refill.subscriber.Msisdn;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;

import static org.assertj.core.api.Assertions.assertThat;

class RechargeOrdersIT {

    private static final long CREDIT_WITH_BONUS = 1_100;
    private static final ProviderReference REFERENCE = new ProviderReference("pi_1");

    private final RechargeOffice office = new RechargeOffice();
    private final TestChanges test = new TestChanges(office.clock);

    @AfterEach
    void booksAndOrdersAreRight() {
        assertThat(office.breaks()).isEmpty();
        office.close();
    }

    private static RechargeState stateOf(StartOutcome outcome) {
        assertThat(outcome).isInstanceOf(StartOutcome.Accepted.class);
        return ((StartOutcome.Accepted) outcome).recharge().state();
    }

    private Handling webhook(OperationKey key, long captured) {
        var event = new GatewayEvent.PaymentObserved(office.gateway.id(), "evt_1", TestOrders.NOW, key,
                new Approved(REFERENCE, Money.of(captured, "USD")));
        return office.the(GatewayEventHandler.class).handle(event).blockOptional().orElseThrow();
    }

    @Test
    void approvedCardIsCreditedWithBonus() {
        assertThat(stateOf(office.start(RechargeOffice.tenDollars("c1")))).isEqualTo(RechargeState.CREDITED);
        assertThat(office.airtime()).isEqualTo(CREDIT_WITH_BONUS);
    }

    @Test
    void declinedCardIsNotCredited() {
        office.gateway.knows(new OperationKey("unused"), new Closed(REFERENCE));
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        Order order = office.theOrder("c1");
        office.gateway.knows(order.payment().operationKey(),
                new Declined(REFERENCE, DeclineReason.INSUFFICIENT_FUNDS, "insufficient_funds", false));
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.DECLINED);
        assertThat(office.theOrder("c1").recharge().lastDecline()).isEqualTo(DeclineReason.INSUFFICIENT_FUNDS);
        assertThat(office.the(RechargeOperations.class).find(order.id()).blockOptional().orElseThrow().steps().getLast()
                .evidence()).as("the provider's own code").isEqualTo("pi_1 insufficient_funds");
        assertThat(office.airtime()).isZero();
    }

    /** Or whoever may speak for one account could settle the orders of all others. */
    @Test
    void wordOfAGatewayThatWasNotAskedIsNotBelieved() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        Order order = office.theOrder("c1");
        var forged = new GatewayEvent.PaymentObserved(office.other.id(), "evt_1", TestOrders.NOW,
                order.payment().operationKey(), new Approved(REFERENCE, Money.of(1_000, "USD")));

        assertThat(office.the(GatewayEventHandler.class).handle(forged).blockOptional())
                .containsInstanceOf(Handling.ObjectNotKnownYet.class);
        assertThat(office.theOrder("c1")).isEqualTo(order);
        assertThat(office.airtime()).isZero();
    }

    @Test
    void sameClaimIsTheSameOrder() {
        office.start(RechargeOffice.tenDollars("c1"));
        assertThat(stateOf(office.start(RechargeOffice.tenDollars("c1")))).isEqualTo(RechargeState.CREDITED);
        assertThat(office.gateway.charges()).isEqualTo(1);
        assertThat(office.airtime()).isEqualTo(CREDIT_WITH_BONUS);
    }

    @Test
    void thirtyTwoAtOnceUnderOneClaimAreOneOrder() {
        Recharges recharges = office.the(Recharges.class);
        Flux.range(0, 32)
                .flatMap(caller -> recharges.start(RechargeOffice.tenDollars("c1")), 32)
                .cast(StartOutcome.Accepted.class)
                .map(accepted -> accepted.recharge().id())
                .distinct()
                .as(StepVerifier::create)
                .expectNextCount(1)
                .verifyComplete();
        assertThat(office.gateway.charges()).isEqualTo(1);
        assertThat(office.airtime()).isEqualTo(CREDIT_WITH_BONUS);
    }

    @Test
    void lostAnswerIsUnknownAndThenFoundByLookup() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        assertThat(stateOf(office.start(RechargeOffice.tenDollars("c1")))).isEqualTo(RechargeState.UNKNOWN);
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.gateway.calls()).isEqualTo(1);
        assertThat(office.airtime()).isEqualTo(CREDIT_WITH_BONUS);
    }

    @Test
    void requestThatNeverArrivedIsSentAgainUnderTheSameKey() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.gateway.charges()).isEqualTo(1);
    }

    @Test
    void requestThatNeverArrivedInTimeIsGivenUp() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        office.resumeAfter(Duration.ofHours(2));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.EXPIRED);
        assertThat(office.gateway.charges()).isZero();
    }

    @Test
    void lookupIsToldWhenTheChargeMayHaveBeenSent() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        office.resumeAfter(Duration.ofMinutes(1));
        // Half an hour for sending again, and a quarter for the last try to arrive.
        assertThat(office.gateway.lookups()).isNotEmpty().allSatisfy(query -> assertThat(query.sentWithin())
                .isEqualTo(new SentWithin(TestOrders.NOW, TestOrders.NOW.plus(Duration.ofMinutes(45)))));
    }

    @Test
    void searchThatWasGivenUpIsFollowedByTheSameKeyWhileItMayBeSent() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.gateway.looksUpOnly(Unknown.gaveUp("too many to read"));
        office.start(RechargeOffice.tenDollars("c1"));
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.gateway.charges()).isEqualTo(1);
        assertThat(office.airtime()).isEqualTo(CREDIT_WITH_BONUS);
    }

    @Test
    void searchThatWasGivenUpLaterNeverEndsAnOrderAsNotPaid() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.gateway.looksUpOnly(Unknown.gaveUp("too many to read"));
        office.start(RechargeOffice.tenDollars("c1"));
        office.resumeAfter(Duration.ofHours(2));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.UNKNOWN);
        assertThat(office.gateway.calls()).isEqualTo(1);
    }

    @Test
    void providerThatDoesNotAnswerALookupIsNotSentTheChargeAgain() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.gateway.looksUpOnly(new Unknown("no answer"));
        office.start(RechargeOffice.tenDollars("c1"));
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.UNKNOWN);
        assertThat(office.gateway.calls()).isEqualTo(1);
    }

    private void acceptedAndThenKilled(String claim, boolean repeatConfirmed) {
        Order order = test.newOrder(claim, RechargeOffice.NUMBER.e164());
        office.the(OrderStore.class)
                .accept(new Order(order.recharge(), claim, order.payment(), repeatConfirmed, null, 0,
                        order.nextAttemptAt()))
                .block();
    }

    @Test
    void orderThatWasLeftBeforeRiskSpokeIsAssessedBeforeItIsSent() {
        office.start(RechargeOffice.tenDollars("c1"));
        acceptedAndThenKilled("c2", false);
        acceptedAndThenKilled("c3", true);
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c3").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.theOrder("c2").state()).as("its charge might be on the way")
                .isEqualTo(RechargeState.CHARGING);
        office.resumeAfter(Duration.ofHours(1));
        assertThat(office.theOrder("c2").state()).isEqualTo(RechargeState.DECLINED);
        assertThat(office.theOrder("c2").refusal()).isEqualTo(Refusal.REPEAT_NOT_CONFIRMED);
        assertThat(office.gateway.calls()).isEqualTo(2);
    }

    @Test
    void orderWhoseChargeWasSentIsNotJudgedAnewWhenItsAnswerIsLost() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.gateway.looksUpOnly(Unknown.gaveUp("too many to read"));
        office.start(RechargeOffice.tenDollars("c1"));
        Order order = office.theOrder("c1");
        acceptedAndThenKilled("c0", true);
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.theOrder("c1").id()).isEqualTo(order.id());
    }

    @Test
    void refusalThatComesTooLateSendsNothing() {
        acceptedAndThenKilled("c1", false);
        Order order = office.theOrder("c1");
        office.the(OrderStore.class).change(order, test.outcomeUnknown()).block();
        var overTheLimit = new RiskFacts(1_000, 1_000, BigInteger.ZERO, 0, true);
        office.the(AdvanceOrder.class).begin(order, overTheLimit).block();
        assertThat(office.gateway.calls()).isZero();
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.UNKNOWN);
    }

    @Test
    void refusedConnectionIsTriedAgain() {
        office.gateway.next(FakeGateway.Fault.REFUSE_CONNECTION);
        assertThat(stateOf(office.start(RechargeOffice.tenDollars("c1")))).isEqualTo(RechargeState.CREATED);
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
    }

    @Test
    void webhookFindsWhatTheAnswerLost() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        assertThat(webhook(office.theOrder("c1").payment().operationKey(), 1_000)).isEqualTo(new Handling.Done());
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.airtime()).isEqualTo(CREDIT_WITH_BONUS);
    }

    @Test
    void webhookOfAnUnknownPaymentIsParked() {
        assertThat(webhook(new OperationKey("pay_unknown"), 1_000)).isInstanceOf(Handling.ObjectNotKnownYet.class);
    }

    @Test
    void webhooksOfOnePaymentAtOnceCreditOnce() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        OperationKey key = office.theOrder("c1").payment().operationKey();
        GatewayEventHandler handler = office.the(GatewayEventHandler.class);
        Flux.range(0, 20)
                .flatMap(copy -> handler.handle(new GatewayEvent.PaymentObserved(office.gateway.id(), "evt_" + copy,
                        TestOrders.NOW, key, new Approved(REFERENCE, TestOrders.PRICE))), 20)
                .as(StepVerifier::create)
                .expectNextCount(20)
                .verifyComplete();
        assertThat(office.airtime()).isEqualTo(CREDIT_WITH_BONUS);
    }

    @Test
    void otherAmountThanOrderedIsReviewedAndNotCredited() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        webhook(office.theOrder("c1").payment().operationKey(), 1);
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.IN_REVIEW);
        assertThat(office.airtime()).isZero();
    }

    @Test
    void lateMoneyOverAnExpiredOrderIsCredited() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        office.resumeAfter(Duration.ofHours(2));
        webhook(office.theOrder("c1").payment().operationKey(), 1_000);
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.airtime()).isEqualTo(CREDIT_WITH_BONUS);
    }

    @Test
    void callerWhoHangsUpAtOnceLosesNothing() {
        List<String> claims = IntStream.range(0, 20).mapToObj(claim -> "c" + claim).toList();
        Recharges recharges = office.the(Recharges.class);
        for (String claim : claims) {
            recharges.start(confirmed(claim)).subscribe().dispose();
        }
        Flux.fromIterable(claims)
                .flatMap(claim -> Mono.defer(() -> office.the(OrderStore.class).byClaim(claim))
                        .filter(order -> order.state() == RechargeState.CREDITED)
                        .repeatWhenEmpty(200, again -> again.delayElements(Duration.ofMillis(50))), 4)
                .as(StepVerifier::create)
                .expectNextCount(20)
                .verifyComplete();
        assertThat(office.airtime()).isEqualTo(20 * CREDIT_WITH_BONUS);
    }

    private static StartRechargeCommand confirmed(String claim) {
        var command = RechargeOffice.tenDollars(claim);
        return new StartRechargeCommand(claim, command.owner(), command.msisdn(), command.offer(), command.price(),
                command.means(), true);
    }

    @Test
    void sameNumberAndPriceWithinAMinuteAsksAndChargesNothing() {
        office.start(RechargeOffice.tenDollars("c1"));
        assertThat(office.start(RechargeOffice.tenDollars("c2"))).isInstanceOf(StartOutcome.ConfirmationNeeded.class);
        assertThat(office.start(confirmed("c3"))).isInstanceOf(StartOutcome.Accepted.class);
        office.clock.advance(Duration.ofSeconds(61));
        assertThat(office.start(RechargeOffice.tenDollars("c4"))).isInstanceOf(StartOutcome.Accepted.class);
        assertThat(office.gateway.charges()).isEqualTo(3);
    }

    @Test
    void twoTabsAtOnceWithTheSamePriceAreAskedOnce() {
        Recharges recharges = office.the(Recharges.class);
        Flux.range(0, 8)
                .flatMap(tab -> recharges.start(RechargeOffice.tenDollars("tab" + tab)), 8)
                .filter(StartOutcome.Accepted.class::isInstance)
                .as(StepVerifier::create)
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void dailyAmountIsNeverExceeded() {
        var big = new StartRechargeCommand("big", RechargeOffice.tenDollars("x").owner(), RechargeOffice.NUMBER,
                new OfferId("airtime-usd"), Money.of(10_000, "USD"), new PaymentMeans.CardOnFile("pm_card_visa"), true);
        for (int order = 0; order < 5; order++) {
            assertThat(office
                    .start(new StartRechargeCommand("big" + order, big.owner(), big.msisdn(), big.offer(), big.price(),
                            big.means(), true)))
                    .isInstanceOf(StartOutcome.Accepted.class);
        }
        assertThat(office.start(RechargeOffice.tenDollars("c1")))
                .isEqualTo(new StartOutcome.Refused(Refusal.AMOUNT_OVER_DAILY_LIMIT));
        assertThat(office.gateway.charges()).isEqualTo(5);
    }

    @Test
    void orderThatItsClaimMadeBeforeAnswersThoughItsNumberIsBarredByNow() {
        office.start(RechargeOffice.tenDollars("c1"));
        office.database.client().sql("UPDATE balance.subscriber SET status = 'BARRED'").then().block();
        assertThat(stateOf(office.start(RechargeOffice.tenDollars("c1")))).isEqualTo(RechargeState.CREDITED);
        assertThat(office.gateway.charges()).isEqualTo(1);
    }

    @Test
    void lastTryIsGivenTimeToArriveBeforeTheOrderEnds() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        office.resumeAfter(Duration.ofMinutes(31));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.UNKNOWN);
        office.resumeAfter(Duration.ofMinutes(20));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.EXPIRED);
    }

    @Test
    void pageThatTheProviderNoLongerKnowsEndsInReview() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        OperationKey key = office.theOrder("c1").payment().operationKey();
        office.gateway.knows(key, new RequiresAction(REFERENCE, URI.create("https://pay.example/cs_1")));
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.REQUIRES_ACTION);
        office.gateway.forgets(key);
        office.resumeAfter(Duration.ofDays(7));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.IN_REVIEW);
    }

    @Test
    void unknownAndBarredNumbersAreRefusedAlike() {
        var owner = RechargeOffice.tenDollars("x").owner();
        for (String number : List.of("+12025550198", "+12025550177")) {
            assertThat(office.start(new StartRechargeCommand("n" + number, owner, new Msisdn(number),
                    new OfferId("airtime-usd"), Money.of(1_000, "USD"), new PaymentMeans.CardOnFile("pm_card_visa"),
                    false)))
                    .isEqualTo(new StartOutcome.Refused(Refusal.NUMBER_NOT_RECHARGEABLE));
        }
        assertThat(office.gateway.calls()).isZero();
    }

    @Test
    void frozenNumberIsRecharged() {
        office.database.client().sql("UPDATE balance.subscriber SET status = 'FROZEN'").then().block();
        assertThat(stateOf(office.start(RechargeOffice.tenDollars("c1")))).isEqualTo(RechargeState.CREDITED);
    }

    @Test
    void watcherSeesTheOrderUntilItIsCredited() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        Recharge recharge = office.theOrder("c1").recharge();
        office.the(Recharges.class).watch(recharge.id())
                .ofType(Sighting.Seen.class)
                .map(seen -> seen.recharge().state())
                .as(StepVerifier::create)
                .expectNext(RechargeState.UNKNOWN)
                .then(() -> assertThat(streams()).isEqualTo(1))
                .then(() -> webhook(office.theOrder("c1").payment().operationKey(), 1_000))
                .thenConsumeWhile(state -> state == RechargeState.PAID)
                .expectNext(RechargeState.CREDITED)
                .expectComplete()
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void eachPhaseIsTimedUnderItsName() {
        office.start(RechargeOffice.tenDollars("c1"));
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.start(confirmed("looked-up"));
        office.gateway.next(FakeGateway.Fault.REFUSE_CONNECTION);
        office.start(confirmed("begun-again"));
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(List.of("accept", "begin", "charge", "lookup", "settle", "credit")).allSatisfy(phase -> {
            Timer timer = office.the(MeterRegistry.class).get("refill.recharge.phase").tag("phase", phase)
                    .tag("end", "completed").timer();
            assertThat(timer.count()).as(phase).isPositive();
            assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).as(phase).isPositive();
        });
    }

    private double streams() {
        return office.the(MeterRegistry.class).get("refill.recharge.streams").gauge().value();
    }
}
