package dev.refill.recharge.order;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.Money;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;

import static org.assertj.core.api.Assertions.assertThat;

class SettlementTest {

    private static final ProviderReference REFERENCE = new ProviderReference("pi_1");
    private static final Approved APPROVED = new Approved(REFERENCE, TestOrders.PRICE);
    /** The payment has ended. */
    private static final Declined DECLINED = new Declined(REFERENCE, DeclineReason.CARD_EXPIRED, "expired_card", false);
    /** Another card may pay it. */
    private static final Declined CARD_REFUSED = new Declined(REFERENCE, DeclineReason.CARD_EXPIRED, "expired_card",
            true);
    private static final Closed CLOSED = new Closed(REFERENCE);
    private static final Cause CAUSE = new Cause("fake", Cause.Source.WEBHOOK, "evt_1");

    private final Settlement settlement = new Settlement(TestOrders.schedule(), new LatePayments.Credit());

    private Optional<OrderChange> decide(Order order, PaymentObservation seen) {
        return settlement.decide(order, seen, CAUSE, TestOrders.NOW);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATED", "CHARGING", "UNKNOWN", "REQUIRES_ACTION", "CANCELLING", "DECLINED", "EXPIRED",
            "CANCELLED"})
    void capturedMoneyPaysAnOrderWhereverItRests(RechargeState state) {
        assertThat(decide(TestOrders.onHostedPage(state), APPROVED)).hasValueSatisfying(change -> {
            assertThat(change.to()).isEqualTo(RechargeState.PAID);
            assertThat(change.captured()).isEqualTo(TestOrders.PRICE);
            assertThat(change.reference()).isEqualTo(REFERENCE);
            assertThat(change.nextAttemptAt()).isAfter(TestOrders.NOW);
        });
    }

    @Test
    void paymentThatPaidTakesThePlaceOfThePageItWasPaidOn() {
        var payment = new Approved(new ProviderReference("of_the_payment"), TestOrders.PRICE);
        Order charging = TestOrders.onHostedPage(RechargeState.CHARGING);
        Order waiting = charging.after(decide(charging, new RequiresAction(REFERENCE,
                URI.create("https://pay.example/cs_1"))).orElseThrow());
        assertThat(decide(waiting, payment))
                .hasValueSatisfying(change -> assertThat(change.reference()).isEqualTo(payment.reference()));
        assertThat(decide(waiting, CARD_REFUSED)).hasValueSatisfying(change -> assertThat(change.reference()).isNull());
    }

    @ParameterizedTest
    @EnumSource(names = {"PAID", "CREDITED", "RETURNED"})
    void oldNewsChangesNothing(RechargeState state) {
        Stream.of(APPROVED, DECLINED, CARD_REFUSED, CLOSED, new Pending(REFERENCE))
                .forEach(seen -> assertThat(decide(TestOrders.onHostedPage(state), seen)).isEmpty());
    }

    @Test
    void orderInReviewHearsOfMoneyAlone() {
        Order order = TestOrders.onHostedPage(RechargeState.IN_REVIEW);
        Stream.of(DECLINED, CARD_REFUSED, CLOSED, new Pending(REFERENCE))
                .forEach(seen -> assertThat(decide(order, seen)).isEmpty());
        assertThat(decide(order, APPROVED)).hasValueSatisfying(change -> {
            assertThat(change.to()).isEqualTo(RechargeState.PAID);
            assertThat(change.captured()).isEqualTo(TestOrders.PRICE);
        });
    }

    @Test
    void moneyThatAPersonFindsInReviewStaysThere() {
        Cause byHand = new Cause("ada", Cause.Source.OPERATOR, null);
        assertThat(
                settlement.decide(TestOrders.onHostedPage(RechargeState.IN_REVIEW), APPROVED, byHand, TestOrders.NOW))
                .hasValueSatisfying(change -> {
                    assertThat(change.event()).isEqualTo(RechargeEvent.LATE_PAYMENT);
                    assertThat(change.to()).isEqualTo(RechargeState.IN_REVIEW);
                });
        assertThat(settlement.decide(TestOrders.onHostedPage(RechargeState.EXPIRED), APPROVED, byHand, TestOrders.NOW))
                .hasValueSatisfying(change -> assertThat(change.to()).isEqualTo(RechargeState.PAID));
    }

    /** News is repeated, and by then something of the money may be on its way back. */
    @ParameterizedTest
    @ValueSource(longs = {999, 1_000})
    void moneyInReviewThatIsKnownIsNoNews(long captured) {
        Order order = TestOrders.onHostedPage(RechargeState.IN_REVIEW);
        Order told = order.after(decide(order, new Approved(REFERENCE, Money.of(999, "USD"))).orElseThrow());
        assertThat(told.state()).isEqualTo(RechargeState.IN_REVIEW);
        assertThat(decide(told, new Approved(REFERENCE, Money.of(captured, "USD")))).isEmpty();
    }

    @Test
    void nothingCapturedIsToldOnceAndMoneyMayStillCome() {
        Order order = TestOrders.onHostedPage(RechargeState.IN_REVIEW);
        Approved nothing = new Approved(REFERENCE, Money.of(0, "USD"));
        Order told = order.after(decide(order, nothing).orElseThrow());
        assertThat(decide(told, nothing)).isEmpty();
        assertThat(decide(told, APPROVED))
                .hasValueSatisfying(change -> assertThat(change.to()).isEqualTo(RechargeState.PAID));
    }

    /** A page cannot be refunded everywhere, the payment that it brought can. */
    @Test
    void decisionTakesThePaymentThatBroughtTheMoney() {
        Order onPage = TestOrders.onHostedPage(RechargeState.CHARGING);
        Order order = onPage.after(decide(onPage, new RequiresAction(new ProviderReference("cs_1"),
                URI.create("https://pay.example/cs_1"))).orElseThrow());
        Order inReview = order.after(settlement.change(order, RechargeEvent.GIVEN_UP, CAUSE, TestOrders.NOW)
                .orElseThrow());

        assertThat(settlement.decided(inReview, RechargeEvent.CREDIT_DECIDED,
                new Approved(new ProviderReference("pi_1"), TestOrders.PRICE), CAUSE, TestOrders.NOW))
                .hasValueSatisfying(change -> {
                    assertThat(change.reference()).isEqualTo(new ProviderReference("pi_1"));
                    assertThat(change.captured()).isEqualTo(TestOrders.PRICE);
                });
        assertThat(settlement.decided(inReview, RechargeEvent.RESUME_DECIDED,
                new Pending(new ProviderReference("pi_1")), CAUSE, TestOrders.NOW))
                .hasValueSatisfying(change -> assertThat(change.reference()).isNull());
    }

    @ParameterizedTest
    @EnumSource(names = {"DECLINED", "EXPIRED", "CANCELLED", "IN_REVIEW"})
    void lateMoneyIsReviewedWhereThePolicyIsToGiveItBack(RechargeState state) {
        Settlement givingBack = new Settlement(TestOrders.schedule(), new LatePayments.Refund());
        assertThat(givingBack.decide(TestOrders.onHostedPage(state), APPROVED, CAUSE, TestOrders.NOW))
                .hasValueSatisfying(change -> {
                    assertThat(change.event()).isEqualTo(RechargeEvent.LATE_PAYMENT);
                    assertThat(change.to()).isEqualTo(RechargeState.IN_REVIEW);
                    assertThat(change.captured()).isEqualTo(TestOrders.PRICE);
                });
        assertThat(givingBack.decide(TestOrders.onHostedPage(RechargeState.CANCELLING), APPROVED, CAUSE,
                TestOrders.NOW)).hasValueSatisfying(change -> assertThat(change.to()).isEqualTo(RechargeState.PAID));
    }

    static Stream<Money> otherMoney() {
        return Stream.of(Money.of(999, "USD"), Money.of(1_001, "USD"), Money.of(1_000, "EUR"), Money.of(0, "USD"));
    }

    @ParameterizedTest
    @MethodSource("otherMoney")
    void otherMoneyThanOrderedIsNeverCredited(Money captured) {
        assertThat(decide(TestOrders.onHostedPage(RechargeState.REQUIRES_ACTION), new Approved(REFERENCE, captured)))
                .hasValueSatisfying(change -> {
                    assertThat(change.to()).isEqualTo(RechargeState.IN_REVIEW);
                    assertThat(change.captured()).isEqualTo(captured);
                });
    }

    @Test
    void refusedCardOnAHostedPageLeavesThePageOpen() {
        Order order = TestOrders.onHostedPage(RechargeState.REQUIRES_ACTION);
        assertThat(decide(order, CARD_REFUSED)).hasValueSatisfying(change -> {
            assertThat(change.event()).isEqualTo(RechargeEvent.CARD_REFUSED);
            assertThat(change.to()).isEqualTo(RechargeState.REQUIRES_ACTION);
            assertThat(change.paymentPage()).isEqualTo(order.recharge().paymentPage());
            assertThat(change.decline()).isEqualTo(DeclineReason.CARD_EXPIRED);
        });
    }

    static Stream<Order> paymentsOfOneTry() {
        return Stream.of(RechargeState.CHARGING, RechargeState.UNKNOWN, RechargeState.REQUIRES_ACTION)
                .flatMap(state -> Stream.of(TestOrders.withCardOnFile(state), TestOrders.byPhone(state)));
    }

    @ParameterizedTest
    @MethodSource("paymentsOfOneTry")
    void refusalOfAPaymentThatTakesNoOtherTryEndsTheOrder(Order order) {
        assertThat(decide(order, DECLINED)).hasValueSatisfying(change -> {
            assertThat(change.event()).isEqualTo(RechargeEvent.REFUSED);
            assertThat(change.to()).isEqualTo(RechargeState.DECLINED);
            assertThat(change.decline()).isEqualTo(DeclineReason.CARD_EXPIRED);
        });
    }

    /** A bank that pays days later has refused after the page was done with: nobody can pay there any more. */
    @Test
    void pageWhosePaymentTakesNoOtherTryEndsTheOrder() {
        assertThat(decide(TestOrders.onHostedPage(RechargeState.REQUIRES_ACTION), DECLINED))
                .hasValueSatisfying(change -> assertThat(change.to()).isEqualTo(RechargeState.DECLINED));
    }

    /** Another card could pay it at the provider, but nobody is asked for one. */
    @ParameterizedTest
    @EnumSource(names = {"CHARGING", "UNKNOWN", "REQUIRES_ACTION"})
    void refusedCardOnFileEndsTheOrderWhateverTheProviderTakes(RechargeState state) {
        assertThat(decide(TestOrders.withCardOnFile(state), CARD_REFUSED))
                .hasValueSatisfying(change -> assertThat(change.to()).isEqualTo(RechargeState.DECLINED));
    }

    /** Without a page nobody is asked to try again; the provider itself says when it is over. */
    @ParameterizedTest
    @EnumSource(names = {"CHARGING", "UNKNOWN"})
    void paymentThatTakesAnotherTryIsNotOver(RechargeState state) {
        assertThat(decide(TestOrders.byPhone(state), CARD_REFUSED)).isEmpty();
    }

    @Test
    void phoneThatIsAskedIsWaitedFor() {
        Order charging = TestOrders.byPhone(RechargeState.CHARGING);
        Order asked = charging.after(decide(charging, new Pending(REFERENCE)).orElseThrow());

        assertThat(asked.state()).isEqualTo(RechargeState.CHARGING);
        assertThat(asked.payment().reference()).isEqualTo(REFERENCE);
        assertThat(asked.recharge().payer()).isEqualTo(charging.recharge().payer()).isNotNull();
        assertThat(decide(asked, new Pending(REFERENCE))).isEmpty();
        assertThat(decide(asked, APPROVED))
                .hasValueSatisfying(change -> assertThat(change.to()).isEqualTo(RechargeState.PAID));
    }

    @Test
    void pageClosedWithoutAnyCardExpires() {
        assertThat(decide(TestOrders.onHostedPage(RechargeState.REQUIRES_ACTION), CLOSED))
                .hasValueSatisfying(change -> assertThat(change.to()).isEqualTo(RechargeState.EXPIRED));
    }

    @Test
    void pageClosedAfterARefusedCardIsADecline() {
        assertThat(decide(TestOrders.afterARefusedCard(RechargeState.REQUIRES_ACTION), CLOSED))
                .hasValueSatisfying(change -> assertThat(change.to()).isEqualTo(RechargeState.DECLINED));
    }

    @Test
    void openPageSeenAgainIsNoNews() {
        assertThat(decide(TestOrders.onHostedPage(RechargeState.REQUIRES_ACTION),
                new RequiresAction(REFERENCE, URI.create("https://pay.example/cs_1")))).isEmpty();
    }

    @Test
    void paymentThatIsProcessedIsNewsOnceAndAgainWhereItWasUnknown() {
        Order charging = TestOrders.withCardOnFile(RechargeState.CHARGING);
        Order told = charging.after(decide(charging, new Pending(REFERENCE)).orElseThrow());
        Order unknown = told.after(OrderChange.of(RechargeEvent.OUTCOME_UNKNOWN, RechargeState.UNKNOWN, CAUSE,
                TestOrders.NOW, TestOrders.NOW));

        assertThat(decide(told, new Pending(REFERENCE))).isEmpty();
        assertThat(decide(unknown, new Pending(REFERENCE)))
                .hasValueSatisfying(change -> assertThat(change.to()).isEqualTo(RechargeState.CHARGING));
    }

    @Test
    void paymentThatIsProcessedOnAPageKeepsThePageAndOtherwiseThereIsNone() {
        Order onPage = TestOrders.onHostedPage(RechargeState.REQUIRES_ACTION);

        assertThat(decide(onPage, new Pending(REFERENCE))).hasValueSatisfying(
                change -> assertThat(change.paymentPage()).isEqualTo(onPage.recharge().paymentPage()).isNotNull());
        assertThat(decide(TestOrders.withCardOnFile(RechargeState.CHARGING), new Pending(REFERENCE)))
                .hasValueSatisfying(change -> assertThat(change.paymentPage()).isNull());
    }

    @Test
    void lateDeclineOverAnExpiredOrderIsIgnored() {
        assertThat(decide(TestOrders.withCardOnFile(RechargeState.EXPIRED), DECLINED)).isEmpty();
    }

    @Test
    void terminalChangeHasNoNextAttempt() {
        assertThat(decide(TestOrders.withCardOnFile(RechargeState.UNKNOWN), DECLINED))
                .hasValueSatisfying(change -> assertThat(change.nextAttemptAt()).isNull());
    }
}
