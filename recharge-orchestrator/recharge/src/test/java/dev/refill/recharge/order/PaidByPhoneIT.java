package dev.refill.recharge.order;

import java.time.Duration;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.Cancellation;
import dev.refill.recharge.Decision;
import dev.refill.recharge.DecisionOutcome;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.webhooks.GatewayEventHandler;

import static org.assertj.core.api.Assertions.assertThat;

/** Orders that a phone pays, on a real database: whom the provider asks, and what comes of what the phone says, if it does. */
class PaidByPhoneIT {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Msisdn PAYER = new Msisdn("+256770000001");

    private final RechargeOffice office = new RechargeOffice();

    @BeforeEach
    void gatewayTakesPhonesAlone() {
        office.gateway.takesOnly(PaymentMethodType.MOBILE_MONEY);
    }

    @AfterEach
    void booksAndOrdersAreRight() {
        assertThat(office.breaks()).isEmpty();
        office.close();
    }

    private static StartRechargeCommand tenDollars(String claim, @Nullable PaymentMeans means) {
        var ten = RechargeOffice.tenDollars(claim);
        return new StartRechargeCommand(claim, ten.owner(), ten.msisdn(), ten.offer(), ten.price(), means, false);
    }

    /** An order for which a phone is asked. */
    private Order asked() {
        office.start(tenDollars("c1", new PaymentMeans.MobileMoney(PAYER)));
        Order order = office.theOrder("c1");
        assertThat(order.state()).isEqualTo(RechargeState.CHARGING);
        assertThat(order.payment().reference()).isEqualTo(reference(order));
        return order;
    }

    private static ProviderReference reference(Order order) {
        return new ProviderReference("ph_" + order.payment().operationKey().value());
    }

    private static Approved confirmed(Order order) {
        return new Approved(reference(order), TestOrders.PRICE);
    }

    private static Declined refused(Order order) {
        return new Declined(reference(order), DeclineReason.AUTHENTICATION_FAILED, "APPROVAL_REJECTED", false);
    }

    private void knows(Order order, PaymentObservation seen) {
        office.gateway.knows(order.payment().operationKey(), seen);
    }

    private void webhook(Order order, PaymentObservation seen) {
        knows(order, seen);
        office.the(GatewayEventHandler.class)
                .handle(new GatewayEvent.PaymentObserved(office.gateway.id(), "evt_" + seen, TestOrders.NOW,
                        order.payment().operationKey(), seen))
                .block(LONGEST);
    }

    private RechargeState state() {
        return office.theOrder("c1").state();
    }

    @Test
    void phoneThatIsNamedIsAskedAndItsWordCredits() {
        Order order = asked();
        assertThat(office.gateway.askedPhones()).containsExactly("256770000001");
        assertThat(office.airtime()).isZero();

        webhook(order, confirmed(order));

        assertThat(state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    @Test
    void wordThatNobodyBringsIsAskedFor() {
        Order order = asked();
        knows(order, confirmed(order));

        office.resumeAfter(Duration.ofMinutes(1));

        assertThat(state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.gateway.calls()).as("how often it was asked to charge").isEqualTo(1);
    }

    @Test
    void whereNoneIsNamedThePhoneThatIsRechargedIsAsked() {
        office.start(tenDollars("c1", null));

        assertThat(office.gateway.askedPhones()).containsExactly(RechargeOffice.NUMBER.e164().substring(1));
        assertThat(office.theOrder("c1").recharge().payer()).isEqualTo(RechargeOffice.NUMBER);
    }

    @Test
    void whereNoneIsNamedAndThereIsAPageThenThePage() {
        office.gateway.takesOnly(PaymentMethodType.HOSTED_PAGE, PaymentMethodType.MOBILE_MONEY);
        office.gateway.sendsToAPage();
        office.start(tenDollars("c1", null));

        assertThat(state()).isEqualTo(RechargeState.REQUIRES_ACTION);
        assertThat(office.gateway.askedPhones()).isEmpty();
    }

    /** Otherwise one phone could be made to ring for ever, for one recharged number after the other. */
    @Test
    void phoneIsAskedSoOftenWhicheverNumbersAreRecharged() {
        IntStream.range(0, 21).forEach(one -> office.the(Subscribers.class)
                .provision(new Subscriber(new SubscriberId("sub_many" + one), recharged(one), Subscriber.Status.ACTIVE))
                .block(LONGEST));
        for (int one = 0; one < 20; one++) {
            assertThat(office.start(paidByThePayer("many" + one, recharged(one))))
                    .isInstanceOf(StartOutcome.Accepted.class);
        }
        assertThat(office.start(paidByThePayer("many20", recharged(20))))
                .isEqualTo(new StartOutcome.Refused(Refusal.TOO_MANY_FOR_PAYER));
        assertThat(office.gateway.askedPhones()).hasSize(20);
        // What it was asked for before is answered as before.
        assertThat(office.start(paidByThePayer("many7", recharged(7)))).isInstanceOf(StartOutcome.Accepted.class);
    }

    private static Msisdn recharged(int one) {
        return new Msisdn("+120255502" + (10 + one));
    }

    private static StartRechargeCommand paidByThePayer(String claim, Msisdn recharged) {
        var ten = tenDollars(claim, new PaymentMeans.MobileMoney(PAYER));
        return new StartRechargeCommand(claim, ten.owner(), recharged, ten.offer(), ten.price(), ten.means(), false);
    }

    @Test
    void refusalOnThePhoneEndsTheOrder() {
        Order order = asked();
        webhook(order, refused(order));

        assertThat(state()).isEqualTo(RechargeState.DECLINED);
        assertThat(office.theOrder("c1").recharge().lastDecline()).isEqualTo(DeclineReason.AUTHENTICATION_FAILED);
    }

    @Test
    void moneyThatComesAfterTheEndIsCredited() {
        Order order = asked();
        webhook(order, refused(order));
        webhook(order, confirmed(order));

        assertThat(state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    @Test
    void lostAnswerIsFoundOutAndThePhoneIsAskedOnce() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.start(tenDollars("c1", new PaymentMeans.MobileMoney(PAYER)));
        assertThat(state()).isEqualTo(RechargeState.UNKNOWN);

        office.resumeAfter(Duration.ofSeconds(10));
        assertThat(state()).isEqualTo(RechargeState.CHARGING);
        Order order = office.theOrder("c1");
        knows(order, confirmed(order));
        office.resumeAfter(Duration.ofMinutes(1));

        assertThat(state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.gateway.askedPhones()).hasSize(1);
    }

    @Test
    void chargeThatNeverArrivedIsSentAgainToTheSamePhone() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(tenDollars("c1", new PaymentMeans.MobileMoney(PAYER)));
        assertThat(office.gateway.askedPhones()).isEmpty();

        office.resumeAfter(Duration.ofSeconds(10));

        assertThat(state()).isEqualTo(RechargeState.CHARGING);
        assertThat(office.gateway.askedPhones()).containsExactly("256770000001");
    }

    /** A request that a phone shows is not taken back: it is refused there, or runs out. */
    @Test
    void askedPhoneIsNotCancelledNow() {
        Order order = asked();

        assertThat(office.the(Recharges.class).cancel(order.id(), "app").block(LONGEST))
                .isInstanceOf(Cancellation.TooLate.class);
        webhook(order, confirmed(order));

        assertThat(state()).isEqualTo(RechargeState.CREDITED);
    }

    @Test
    void requestThatWasNeverSentIsCancelledAtOnce() {
        office.gateway.next(FakeGateway.Fault.REFUSE_CONNECTION);
        office.start(tenDollars("c1", new PaymentMeans.MobileMoney(PAYER)));

        assertThat(office.the(Recharges.class).cancel(office.theOrder("c1").id(), "app").block(LONGEST))
                .isInstanceOf(Cancellation.Cancelled.class);
        office.resumeAfter(Duration.ofHours(1));
        assertThat(office.gateway.askedPhones()).isEmpty();
    }

    /** However long pages stay open: only the provider can say that a phone is asked no more. */
    @Test
    void phoneThatNeverAnswersIsWaitedForUntilAPersonDecides() {
        Order order = asked();
        office.resumeAfter(Duration.ofDays(5));
        assertThat(state()).isEqualTo(RechargeState.CHARGING);
        office.resumeAfter(Duration.ofDays(1).plusMinutes(1));
        assertThat(state()).isEqualTo(RechargeState.IN_REVIEW);

        assertThat(decided(Decision.CLOSE)).as("it may still be confirmed").isInstanceOf(DecisionOutcome.Refused.class);
        knows(order, refused(order));
        assertThat(decided(Decision.CLOSE)).isInstanceOf(DecisionOutcome.Decided.class);
        assertThat(state()).isEqualTo(RechargeState.EXPIRED);
    }

    private DecisionOutcome decided(Decision decision) {
        var recharge = office.theOrder("c1").recharge();
        return office.the(RechargeOperations.class)
                .decide(recharge.id(), recharge.version(), decision, "anna", "never answered")
                .switchIfEmpty(Mono.error(() -> new AssertionError("no such order")))
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"HOSTED_PAGE", "CARD_ON_FILE"})
    void methodThatTheGatewayDoesNotTakeMakesNoOrder(PaymentMethodType other) {
        PaymentMeans means = other == PaymentMethodType.HOSTED_PAGE
                ? new PaymentMeans.HostedPage()
                : new PaymentMeans.CardOnFile("pm_card_visa");

        assertThat(office.start(tenDollars("c1", means)))
                .isEqualTo(new StartOutcome.Refused(Refusal.PAYMENT_METHOD_NOT_OFFERED));
        assertThat(office.the(Recharges.class).started("c1").blockOptional(LONGEST)).isEmpty();
        assertThat(office.gateway.calls()).isZero();
    }

    @Test
    void phoneIsRefusedWhereOnlyCardsAreTakenAndSoIsNone() {
        office.gateway.takesOnly(PaymentMethodType.CARD_ON_FILE);
        var refused = new StartOutcome.Refused(Refusal.PAYMENT_METHOD_NOT_OFFERED);

        assertThat(office.start(tenDollars("c1", new PaymentMeans.MobileMoney(PAYER)))).isEqualTo(refused);
        assertThat(office.start(tenDollars("c2", null))).isEqualTo(refused);
        assertThat(office.gateway.calls()).isZero();
    }

    /** What would be said to a new order by now is not said to one that is there. */
    @Test
    void orderThatItsClaimMadeBeforeAnswersThoughItsMethodIsTakenNoMore() {
        asked();
        office.gateway.takesOnly(PaymentMethodType.HOSTED_PAGE);

        assertThat(office.start(tenDollars("c1", new PaymentMeans.MobileMoney(PAYER))))
                .isInstanceOf(StartOutcome.Accepted.class);
        assertThat(office.gateway.askedPhones()).hasSize(1);
    }
}
