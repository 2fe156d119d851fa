package dev.refill.recharge.order;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Unknown;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Refusal;
import dev.refill.risk.RiskFacts;
import dev.refill.risk.RiskVerdict;

import static org.assertj.core.api.Assertions.assertThat;

/** One step from wherever an order rests: what is sent, what is only asked, and when it is over. */
class AdvanceOrderTest {

    private static final ProviderReference REFERENCE = new ProviderReference("pi_1");
    private static final Duration MAY_BE_SENT = Duration.ofMinutes(30).minusMillis(1);
    private static final Duration MAY_HAVE_ARRIVED = Duration.ofMinutes(45);
    private static final Duration SURELY_ARRIVED_OR_NEVER = Duration.ofMinutes(45).plusMillis(1);
    private static final Duration SIX_DAYS = Duration.ofDays(6);
    private static final Settlement SETTLEMENT = new Settlement(TestOrders.schedule(),
            new LatePayments.Credit());

    private final FakeGateway gateway = new FakeGateway();
    private final AdjustableClock clock = new AdjustableClock(TestOrders.NOW);
    private RiskVerdict verdict = RiskVerdict.PASS;
    private MemoryOrders orders = new MemoryOrders();

    /** An order as it is kept, and a first version if nothing has happened to it yet. */
    private static Order order(RechargeState state, int version, @Nullable ProviderReference reference) {
        Order like = TestOrders.withCardOnFile(state);
        Recharge was = like.recharge();
        Recharge recharge = new Recharge(was.id(), version, state, was.owner(), was.subscriber(), was.msisdn(),
                was.quote(), was.paymentPage(), null, was.createdAt(), was.changedAt());
        return new Order(recharge, "claim",
                new Payment(like.payment().operationKey(), like.payment().gateway(), like.payment().means(),
                        reference, null, List.of()),
                false, null, 0, like.nextAttemptAt());
    }

    private static Order order(RechargeState state) {
        return order(state, 3, null);
    }

    private Order advancedAfter(Duration time, Order order) {
        clock.advance(time);
        orders = new MemoryOrders(order);
        return advance().advance(order).blockOptional().orElseThrow();
    }

    private AdvanceOrder advance() {
        PhaseTimer phases = new PhaseTimer(new SimpleMeterRegistry());
        PaymentTerms terms = PaymentTermsTest.TERMS;
        Gateways gateways = new Gateways(List.of(gateway), new GatewayId("fake"));
        CreditRecharge credit = new CreditRecharge(new MemoryBooks(), CreditTerms.forEver(), orders, SETTLEMENT, phases,
                clock);
        SettleRecharge settle = TestOrders.settling(orders, SETTLEMENT, gateways, credit, new MemoryBooks(), clock);
        return new AdvanceOrder(new AssessRisk(facts -> verdict, orders, SETTLEMENT, clock),
                new ChargePayment(gateways, terms, orders, SETTLEMENT,
                        TestOrders.cascade(SETTLEMENT, gateways, clock), settle, phases, clock),
                new LookUpPayment(gateways, terms, phases), new ClosePayment(gateways, settle, phases), settle, credit,
                terms, clock);
    }

    private void providerKnows(Order order, PaymentObservation seen) {
        gateway.knows(order.payment().operationKey(), seen);
    }

    private List<RechargeEvent> events() {
        return orders.changes().stream().map(OrderChange::event).toList();
    }

    private void sent(int times) {
        assertThat(gateway.calls()).as("how often the provider was asked to charge").isEqualTo(times);
    }

    @Test
    void whatWasNotSentIsSentAsLongAsItMay() {
        assertThat(advancedAfter(MAY_BE_SENT, order(RechargeState.CREATED)).state()).isEqualTo(RechargeState.CREDITED);
        assertThat(events()).containsExactly(RechargeEvent.CHARGE_BEGUN, RechargeEvent.CAPTURED,
                RechargeEvent.CREDITED);
        sent(1);
    }

    @Test
    void whatWasNotSentInTimeEnds() {
        assertThat(advancedAfter(MAY_BE_SENT.plusMillis(1), order(RechargeState.CREATED)).state())
                .isEqualTo(RechargeState.EXPIRED);
        sent(0);
    }

    @Test
    void whatAnotherNodeHasBegunIsTheirsToSend() {
        Order created = order(RechargeState.CREATED);
        orders = new MemoryOrders(created);
        orders.overtakenBy(SETTLEMENT.change(created, RechargeEvent.CHARGE_BEGUN, Cause.own(Cause.Source.RISK),
                TestOrders.NOW).orElseThrow());

        assertThat(advance().advance(created).blockOptional().orElseThrow().state()).isEqualTo(RechargeState.CHARGING);
        sent(0);
    }

    @Test
    void firstVersionThatNeverArrivedIsAssessedAnewAndSent() {
        assertThat(advancedAfter(MAY_BE_SENT, order(RechargeState.CHARGING, 1, null)).state())
                .isEqualTo(RechargeState.CREDITED);
        assertThat(events()).startsWith(RechargeEvent.OUTCOME_UNKNOWN);
        sent(1);
    }

    @Test
    void firstVersionThatArrivedIsSettledAndNotSentAgain() {
        Order order = order(RechargeState.CHARGING, 1, null);
        providerKnows(order, new Closed(REFERENCE));

        assertThat(advancedAfter(MAY_BE_SENT, order).state()).isEqualTo(RechargeState.EXPIRED);
        sent(0);
    }

    private static Stream<LookupOutcome> tellNothing() {
        return Stream.of(Unknown.gaveUp("too many"), new NotAskable());
    }

    @ParameterizedTest
    @MethodSource("tellNothing")
    void firstVersionOfWhichALookTellsNothingIsSentUnderTheSameKeyWhileItMay(LookupOutcome nothing) {
        gateway.looksUpOnly(nothing);

        assertThat(advancedAfter(MAY_BE_SENT, order(RechargeState.CHARGING, 1, null)).state())
                .isEqualTo(RechargeState.CREDITED);
        sent(1);
    }

    @ParameterizedTest
    @MethodSource("tellNothing")
    void firstVersionOfWhichALookTellsNothingTooLateRests(LookupOutcome nothing) {
        gateway.looksUpOnly(nothing);

        assertThat(advancedAfter(MAY_BE_SENT.plusMillis(1), order(RechargeState.CHARGING, 1, null)).state())
                .isEqualTo(RechargeState.CHARGING);
        sent(0);
    }

    @Test
    void firstVersionOfWhichTheProviderSaysNothingRests() {
        gateway.looksUpOnly(new Unknown("no answer"));

        assertThat(advancedAfter(MAY_BE_SENT, order(RechargeState.CHARGING, 1, null)).state())
                .isEqualTo(RechargeState.CHARGING);
        sent(0);
    }

    @Test
    void firstVersionToWhichRiskObjectsRestsUntilItsChargeIsExcluded() {
        verdict = RiskVerdict.TOO_MANY_FOR_NUMBER;

        assertThat(advancedAfter(MAY_HAVE_ARRIVED, order(RechargeState.CHARGING, 1, null)).state())
                .isEqualTo(RechargeState.CHARGING);
        assertThat(advancedAfter(Duration.ofMillis(1), order(RechargeState.CHARGING, 1, null))).satisfies(refused -> {
            assertThat(refused.state()).isEqualTo(RechargeState.DECLINED);
            assertThat(refused.refusal()).isEqualTo(Refusal.TOO_MANY_FOR_NUMBER);
        });
        sent(0);
    }

    @Test
    void laterVersionIsSentAgainWithoutRiskAsItWasAssessedBefore() {
        verdict = RiskVerdict.TOO_MANY_FOR_NUMBER;

        assertThat(advancedAfter(MAY_BE_SENT, order(RechargeState.CHARGING, 2, null)).state())
                .isEqualTo(RechargeState.CREDITED);
        sent(1);
    }

    @Test
    void chargeThatIsBeingProcessedIsOnlyAskedAbout() {
        Order order = order(RechargeState.CHARGING, 3, REFERENCE);
        providerKnows(order, new Declined(REFERENCE, DeclineReason.CARD_EXPIRED, "expired_card", true));

        assertThat(advancedAfter(Duration.ZERO, order).state()).isEqualTo(RechargeState.DECLINED);
        assertThat(gateway.lookups()).extracting(LookupQuery::reference).containsExactly(REFERENCE);
        sent(0);
    }

    @Test
    void unknownThatNeverArrivedIsSentAgainAsLongAsItMay() {
        assertThat(advancedAfter(MAY_BE_SENT, order(RechargeState.UNKNOWN)).state()).isEqualTo(RechargeState.CREDITED);
        sent(1);
    }

    @Test
    void unknownRestsUntilItsLastTryMustHaveArrived() {
        Order order = order(RechargeState.UNKNOWN);

        assertThat(advancedAfter(MAY_HAVE_ARRIVED, order)).isSameAs(order);
        sent(0);
    }

    @Test
    void unknownThatSurelyNeverArrivedEnds() {
        assertThat(advancedAfter(SURELY_ARRIVED_OR_NEVER, order(RechargeState.UNKNOWN)).state())
                .isEqualTo(RechargeState.EXPIRED);
        assertThat(events()).containsExactly(RechargeEvent.NEVER_ARRIVED);
        sent(0);
    }

    @Test
    void unknownThatArrivedIsSettled() {
        Order order = order(RechargeState.UNKNOWN);
        providerKnows(order, new RequiresAction(REFERENCE, URI.create("https://pay.example/cs_1")));

        assertThat(advancedAfter(Duration.ZERO, order).state()).isEqualTo(RechargeState.REQUIRES_ACTION);
        sent(0);
    }

    @ParameterizedTest
    @MethodSource("tellNothing")
    void unknownOfWhichALookTellsNothingIsSentUnderTheSameKeyWhileItMay(LookupOutcome nothing) {
        gateway.looksUpOnly(nothing);

        assertThat(advancedAfter(MAY_BE_SENT, order(RechargeState.UNKNOWN)).state()).isEqualTo(RechargeState.CREDITED);
        sent(1);
    }

    @ParameterizedTest
    @MethodSource("tellNothing")
    void unknownOfWhichALookTellsNothingTooLateRestsAndIsNeverTakenForUnpaid(LookupOutcome nothing) {
        gateway.looksUpOnly(nothing);

        assertThat(advancedAfter(SURELY_ARRIVED_OR_NEVER, order(RechargeState.UNKNOWN)).state())
                .isEqualTo(RechargeState.UNKNOWN);
        sent(0);
    }

    @Test
    void unknownWithAReferenceIsNeverSentAgain() {
        assertThat(advancedAfter(Duration.ZERO, order(RechargeState.UNKNOWN, 3, REFERENCE)).state())
                .isEqualTo(RechargeState.UNKNOWN);
        sent(0);
    }

    @Test
    void afterSixDaysWithoutAnAnswerAPersonDecides() {
        gateway.looksUpOnly(new Unknown("no answer"));
        Order order = order(RechargeState.UNKNOWN);

        assertThat(advancedAfter(SIX_DAYS, order)).isSameAs(order);
        assertThat(advancedAfter(Duration.ofMillis(1), order).state()).isEqualTo(RechargeState.IN_REVIEW);
    }

    @Test
    void afterSixDaysOnAPageThatCannotBeClosedAPersonDecides() {
        gateway.losesAnswersOfCancels(false);
        Order order = order(RechargeState.REQUIRES_ACTION, 3, REFERENCE);
        providerKnows(order, new RequiresAction(REFERENCE, URI.create("https://pay.example/cs_1")));

        assertThat(advancedAfter(SIX_DAYS, order)).isSameAs(order);
        assertThat(advancedAfter(Duration.ofMillis(1), order).state()).isEqualTo(RechargeState.IN_REVIEW);
    }

    @Test
    void pageThatIsNotPaidInTimeIsClosed() {
        Order order = order(RechargeState.REQUIRES_ACTION, 3, REFERENCE);
        providerKnows(order, new RequiresAction(REFERENCE, URI.create("https://pay.example/cs_1")));

        assertThat(advancedAfter(Duration.ofHours(1), order)).isSameAs(order);
        assertThat(advancedAfter(Duration.ofMillis(1), order).state()).isEqualTo(RechargeState.EXPIRED);
    }

    @Test
    void paymentOfWhichNewsComesAfterSixDaysIsNotGivenUp() {
        Order order = order(RechargeState.UNKNOWN, 3, REFERENCE);
        providerKnows(order, new Pending(REFERENCE));

        assertThat(advancedAfter(SIX_DAYS.plusMillis(1), order).state()).isEqualTo(RechargeState.CHARGING);
    }

    @Test
    void pageThatTheProviderNoLongerKnowsRestsForSixDays() {
        Order order = order(RechargeState.REQUIRES_ACTION, 3, REFERENCE);

        assertThat(advancedAfter(SIX_DAYS, order)).isSameAs(order);
        assertThat(advancedAfter(Duration.ofMillis(1), order).state()).isEqualTo(RechargeState.IN_REVIEW);
    }

    @Test
    void paidIsCredited() {
        assertThat(advancedAfter(Duration.ZERO, order(RechargeState.PAID)).state()).isEqualTo(RechargeState.CREDITED);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREDITED", "DECLINED", "EXPIRED", "IN_REVIEW", "RETURNED"})
    void endedStays(RechargeState state) {
        Order order = order(state);

        assertThat(advancedAfter(SIX_DAYS.multipliedBy(2), order)).isSameAs(order);
        assertThat(gateway.lookups()).isEmpty();
        sent(0);
    }

    @Test
    void answerThatIsLostLeavesItUnknownAndARefusedConnectionLeavesItToBeSent() {
        gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        assertThat(advancedAfter(Duration.ZERO, order(RechargeState.CREATED)).state()).isEqualTo(RechargeState.UNKNOWN);

        gateway.next(FakeGateway.Fault.REFUSE_CONNECTION);
        assertThat(advancedAfter(Duration.ZERO, order(RechargeState.CREATED)).state()).isEqualTo(RechargeState.CREATED);
    }

    private Order begunAfter(Duration time, Order order) {
        clock.advance(time);
        orders = new MemoryOrders(order);
        return advance().begin(order, new RiskFacts(1_000, 0, BigInteger.ZERO, 0, false)).blockOptional().orElseThrow();
    }

    @Test
    void firstStepSendsAndWhoeverWasHeldUpTooLongLeavesItToOthers() {
        Order order = order(RechargeState.CHARGING, 1, null);

        assertThat(begunAfter(MAY_BE_SENT, order).state()).isEqualTo(RechargeState.CREDITED);
        sent(1);
        assertThat(begunAfter(Duration.ofMillis(1), order)).isSameAs(order);
        sent(1);
    }

    @Test
    void firstStepToWhichRiskObjectsSendsNothing() {
        verdict = RiskVerdict.AMOUNT_OVER_DAILY_LIMIT;

        assertThat(begunAfter(Duration.ZERO, order(RechargeState.CHARGING, 1, null)).refusal())
                .isEqualTo(Refusal.AMOUNT_OVER_DAILY_LIMIT);
        sent(0);
    }

    /** The same news by two ways in the same moment: one makes the change, the other reads again and finds it made. */
    @Test
    void newsThatWasOvertakenIsJudgedAnew() {
        Order order = order(RechargeState.UNKNOWN, 3, REFERENCE);
        orders = new MemoryOrders(order);
        orders.overtakenBy(SETTLEMENT.change(order, RechargeEvent.PROCESSING, Cause.own(Cause.Source.WEBHOOK),
                TestOrders.NOW).orElseThrow());
        providerKnows(order, new Declined(REFERENCE, DeclineReason.CARD_EXPIRED, "expired_card", true));

        assertThat(advance().advance(order).blockOptional().orElseThrow().state()).isEqualTo(RechargeState.DECLINED);
        assertThat(events()).containsExactly(RechargeEvent.REFUSED);
    }
}
