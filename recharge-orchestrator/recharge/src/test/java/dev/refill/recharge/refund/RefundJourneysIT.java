package dev.refill.recharge.refund;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.refill.gateway.Approved;
import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.DisputeWon;
import dev.refill.gateway.DisputeObservation.FundsReinstated;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.offer.OfferId;
import dev.refill.offer.WhenSpent;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.FakeGateway.Fault;
import dev.refill.recharge.order.FakeGateway.RefundFault;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.RechargeOffice;
import dev.refill.recharge.order.TestChanges;
import dev.refill.recharge.order.TestOrders;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What becomes of money and credit when money goes back. The tables are worked out by hand: each line is the kind of entry,
 * the account, the unit and by how much it moves. Ten dollars buy 1000 of airtime and 100 of bonus.
 */
class RefundJourneysIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String RECHARGE = """
            recharge bucket:sub_test0101  airtime:USD  +1100
            recharge deferred-revenue      USD         -1000
            recharge gateway-clearing:fake USD         +1000
            recharge issued-bonus          airtime:USD  -100
            recharge issued-credit         airtime:USD -1000
            """;
    private static final String SPENT_400 = """
            usage    bucket:sub_test0101   airtime:USD  -400
            usage    used-credit:voice     airtime:USD  +400
            """;

    private static final OperationKey NOT_OURS = new OperationKey("nobodys");
    private static final RefundSucceeded MADE_THERE = new RefundSucceeded(new ProviderReference("re_dashboard"),
            Money.of(500, "USD"));

    private RechargeOffice office = new RechargeOffice();

    @AfterEach
    void booksAndOrdersAreRight() {
        assertThat(office.breaks()).isEmpty();
        office.close();
    }

    private static String table(String... parts) {
        return String.join("", parts).lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private RechargeId recharged(String claim) {
        // The same within a minute would have to be confirmed.
        office.clock.advance(Duration.ofMinutes(2));
        office.start(RechargeOffice.tenDollars(claim));
        return office.theOrder(claim).id();
    }

    private RefundDesk desk() {
        return office.the(RefundDesk.class);
    }

    private Refundable left(RechargeId recharge) {
        return desk().refundable(recharge).blockOptional(LONGEST).orElseThrow();
    }

    private RequestOutcome ask(String claim, RechargeId recharge, long amount, long seen) {
        return desk()
                .request(new RequestRefund.Command(claim, recharge, Money.of(amount, "USD"), "asked by phone", seen,
                        "anna"))
                .blockOptional(LONGEST).orElseThrow();
    }

    private Refund refund(String claim, RechargeId recharge, long amount) {
        RequestOutcome outcome = ask(claim, recharge, amount, left(recharge).version());
        assertThat(outcome).isInstanceOf(RequestOutcome.Accepted.class);
        return ((RequestOutcome.Accepted) outcome).refund();
    }

    private Refund theRefund(Refund refund) {
        return desk().find(refund.id()).blockOptional(LONGEST).orElseThrow();
    }

    private Handling webhook(Refund refund, RefundObservation seen) {
        return webhook(refund.id().operationKey(), office.theOrder("c1"), seen);
    }

    private Handling webhook(@Nullable OperationKey key, Order order, RefundObservation seen) {
        ProviderReference payment = order.payment().reference();
        return office.the(GatewayEventHandler.class)
                .handle(new GatewayEvent.RefundObserved(office.gateway.id(), "evt_r", TestOrders.NOW, key, null,
                        payment == null ? new ProviderReference("pi_none") : payment, seen))
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    private static RefundFailed cameBack(Refund refund) {
        return new RefundFailed(new ProviderReference("re_" + refund.id()), RefundFailureReason.CARD_GONE,
                "expired_or_canceled_card");
    }

    @Test
    void wholeRefundOfUnspentCreditIsTheRechargeInReverse() {
        RechargeId recharge = recharged("c1");

        assertThat(refund("r1", recharge, 1_000).state()).isEqualTo(RefundState.SUCCEEDED);

        assertThat(office.books()).isEqualTo(table(RECHARGE, """
                refund   bucket:sub_test0101   airtime:USD -1100
                refund   deferred-revenue      USD         +1000
                refund   gateway-clearing:fake USD         -1000
                refund   issued-bonus          airtime:USD  +100
                refund   issued-credit         airtime:USD +1000
                """));
        assertThat(left(recharge).left()).isZero();
        assertThat(office.theOrder("c1").recharge().refunded()).isEqualTo(1_000);
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
    }

    @Test
    void twoPartsTakeTheirShareOfTheBonusAndTogetherAllOfIt() {
        RechargeId recharge = recharged("c1");
        refund("r1", recharge, 333);
        assertThat(office.theOrder("c1").recharge().refunded()).isEqualTo(333);
        refund("r2", recharge, 667);

        assertThat(office.books()).isEqualTo(table(RECHARGE, """
                refund   bucket:sub_test0101   airtime:USD  -367
                refund   deferred-revenue      USD          +333
                refund   gateway-clearing:fake USD          -333
                refund   issued-bonus          airtime:USD   +34
                refund   issued-credit         airtime:USD  +333
                refund   bucket:sub_test0101   airtime:USD  -733
                refund   deferred-revenue      USD          +667
                refund   gateway-clearing:fake USD          -667
                refund   issued-bonus          airtime:USD   +66
                refund   issued-credit         airtime:USD  +667
                """));
        assertThat(office.gateway.refundsMade()).isEqualTo(2);
    }

    @Test
    void whatIsSpentBecomesADebtThatTheNextRechargeSettles() {
        RechargeId recharge = recharged("c1");
        office.spend("call-1", 400);
        refund("r1", recharge, 1_000);
        recharged("c2");

        assertThat(office.books()).isEqualTo(table(RECHARGE, SPENT_400, """
                refund   bucket:sub_test0101     airtime:USD  -700
                refund   deferred-revenue        USD         +1000
                refund   gateway-clearing:fake   USD         -1000
                refund   issued-bonus            airtime:USD  +100
                refund   issued-credit           airtime:USD +1000
                refund   receivable:sub_test0101 airtime:USD  -400
                recharge bucket:sub_test0101     airtime:USD  +700
                recharge deferred-revenue        USD         -1000
                recharge gateway-clearing:fake   USD         +1000
                recharge issued-bonus            airtime:USD  -100
                recharge issued-credit           airtime:USD -1000
                recharge receivable:sub_test0101 airtime:USD  +400
                """));
        assertThat(office.airtime()).isEqualTo(700);
    }

    @Test
    void byTheOtherPolicyWhatIsLeftIsFrozenUntilTheDebtIsSettled() {
        office.close();
        office = new RechargeOffice("refill.offers.catalog[0].when-spent=freeze");
        RechargeId recharge = recharged("c1");
        office.spend("call-1", 400);
        refund("r1", recharge, 1_000);
        assertThat(office.airtime()).isZero();
        assertThat(office.credit()).isEqualTo("airtime:USD 0 700 1100");
        recharged("c2");
        assertThat(office.credit()).isEqualTo("airtime:USD 700 0 0");

        assertThat(office.books()).isEqualTo(table(RECHARGE, SPENT_400, """
                refund   bucket:sub_test0101     airtime:USD  -700
                refund   deferred-revenue        USD         +1000
                refund   frozen:sub_test0101     airtime:USD  +700
                refund   gateway-clearing:fake   USD         -1000
                refund   issued-bonus            airtime:USD  +100
                refund   issued-credit           airtime:USD +1000
                refund   receivable:sub_test0101 airtime:USD -1100
                recharge deferred-revenue        USD         -1000
                recharge gateway-clearing:fake   USD         +1000
                recharge issued-bonus            airtime:USD  -100
                recharge issued-credit           airtime:USD -1000
                recharge receivable:sub_test0101 airtime:USD +1100
                release  bucket:sub_test0101     airtime:USD  +700
                release  frozen:sub_test0101     airtime:USD  -700
                """));
        assertThat(office.airtime()).isEqualTo(700);
    }

    @Test
    void refundThatComesBackAfterItSucceededGivesTheCreditBack() {
        RechargeId recharge = recharged("c1");
        Refund refund = refund("r1", recharge, 1_000);
        assertThat(refund.state()).isEqualTo(RefundState.SUCCEEDED);

        assertThat(webhook(refund, cameBack(refund))).isEqualTo(new Handling.Done());
        assertThat(webhook(refund, cameBack(refund))).as("told twice").isEqualTo(new Handling.Done());
        office.gateway.knows(refund.id().operationKey(), cameBack(refund));
        webhook(refund, new RefundSucceeded(new ProviderReference("re_1"), Money.of(1_000, "USD")));

        assertThat(theRefund(refund).state()).isEqualTo(RefundState.FAILED);
        assertThat(office.books()).isEqualTo(table(RECHARGE, """
                refund        bucket:sub_test0101   airtime:USD -1100
                refund        deferred-revenue      USD         +1000
                refund        gateway-clearing:fake USD         -1000
                refund        issued-bonus          airtime:USD  +100
                refund        issued-credit         airtime:USD +1000
                refund-failed bucket:sub_test0101   airtime:USD +1100
                refund-failed deferred-revenue      USD         -1000
                refund-failed gateway-clearing:fake USD         +1000
                refund-failed issued-bonus          airtime:USD  -100
                refund-failed issued-credit         airtime:USD -1000
                """));
        assertThat(left(recharge).left()).isEqualTo(1_000);
        assertThat(office.theOrder("c1").recharge().refunded()).isZero();
    }

    @Test
    void refundThatComesBackAfterItsDebtWasSettledGivesTheSettledPartToTheBucket() {
        RechargeId recharge = recharged("c1");
        office.spend("call-1", 400);
        Refund refund = refund("r1", recharge, 1_000);
        recharged("c2");
        webhook(refund, cameBack(refund));

        assertThat(office.books()).endsWith(table("""
                refund-failed bucket:sub_test0101   airtime:USD +1100
                refund-failed deferred-revenue      USD         -1000
                refund-failed gateway-clearing:fake USD         +1000
                refund-failed issued-bonus          airtime:USD  -100
                refund-failed issued-credit         airtime:USD -1000
                """));
        assertThat(office.airtime()).as("two recharges, less what was spent").isEqualTo(2 * 1_100 - 400);
    }

    @Test
    void refundOfAPaymentThatFittedNoOrderTouchesMoneyAlone() {
        office.gateway.next(Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        Order order = office.theOrder("c1");
        office.gateway.knows(order.payment().operationKey(),
                new Approved(new ProviderReference("pi_1"), Money.of(1_200, "USD")));
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.IN_REVIEW);

        refund("r1", order.id(), 200);
        refund("r2", order.id(), 1_000);

        assertThat(office.books()).isEqualTo(table("""
                held-payment gateway-clearing:fake USD +1200
                held-payment unallocated-payments  USD -1200
                refund       gateway-clearing:fake USD  -200
                refund       unallocated-payments  USD  +200
                refund       gateway-clearing:fake USD -1000
                refund       unallocated-payments  USD +1000
                """));
    }

    @Test
    void anOrderOfWhichSomethingWentBackUncreditedCannotBeCreditedAnyMore() {
        office.gateway.next(Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        Order order = office.theOrder("c1");
        office.gateway.knows(order.payment().operationKey(),
                new Approved(new ProviderReference("pi_1"), Money.of(1_200, "USD")));
        office.resumeAfter(Duration.ofMinutes(1));
        refund("r1", order.id(), 200);

        assertThatThrownBy(() -> office.database.client()
                .sql("UPDATE recharge.recharge SET state = 'PAID', next_attempt_at = now() WHERE id = :id")
                .bind("id", order.id().value()).then().block(LONGEST))
                .hasMessageContaining("no_credit_after_refund");
    }

    @Test
    void lostAnswerIsLookedUpAndNeverSentUnderAnotherKey() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.LOSE_ANSWER_AFTER_REFUNDING);
        Refund refund = refund("r1", recharge, 400);
        assertThat(refund.state()).isEqualTo(RefundState.UNKNOWN);
        assertThat(office.airtime()).as("taken before it was sent").isEqualTo(1_100 - 440);

        office.resumeAfter(Duration.ofMinutes(1));

        assertThat(theRefund(refund).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(office.gateway.refundsMade()).isEqualTo(1);
        assertThat(steps(refund)).containsExactly("REQUESTED by anna", "OUTCOME_UNKNOWN by fake", "SUCCEEDED by fake");
    }

    /** PostgreSQL refuses such text, and an event that is refused for ever is lost. */
    @Test
    void newsWithTextsThatNoColumnTakesIsHandled() {
        RechargeId recharge = recharged("c1");
        Refund refund = refund("r1", recharge, 400);
        ProviderReference payment = Objects.requireNonNull(office.theOrder("c1").payment().reference());
        var failed = new RefundFailed(new ProviderReference("re_" + refund.id()), RefundFailureReason.OTHER, "a\0b");
        var asked = new DisputeOpened(new ProviderReference("du_\ud83d"), Money.of(400, "USD"), "why\0");
        for (GatewayEvent event : List.of(
                new GatewayEvent.RefundObserved(office.gateway.id(), "evt\0r", TestOrders.NOW,
                        refund.id().operationKey(), null, payment, failed),
                new GatewayEvent.DisputeObserved(office.gateway.id(), "evt\0d", TestOrders.NOW, null, payment,
                        asked))) {
            assertThat(office.the(GatewayEventHandler.class).handle(event).block(LONGEST))
                    .isEqualTo(new Handling.Done());
        }

        assertThat(theRefund(refund).state()).isEqualTo(RefundState.FAILED);
        assertThat(desk().steps(refund.id()).map(step -> String.valueOf(step.cause().evidence())).collectList()
                .block(LONGEST)).contains("evt\ufffdr a\ufffdb");
    }

    private List<String> steps(Refund refund) {
        return desk().steps(refund.id())
                .map(step -> step.event() + " by " + step.cause().actor())
                .collectList()
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    @Test
    void requestThatNeverArrivedIsSentAgainUnderTheSameKey() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.LOSE_ANSWER_BEFORE_REFUNDING);
        Refund refund = refund("r1", recharge, 400);
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(office.gateway.refundsMade()).isEqualTo(1);
    }

    @Test
    void providerThatCannotBeReachedIsTriedAgain() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.REFUSE_CONNECTION);
        Refund refund = refund("r1", recharge, 400);
        assertThat(refund.state()).isEqualTo(RefundState.SENDING);
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(office.airtime()).isEqualTo(1_100 - 440);
    }

    @Test
    void refundThatTheProviderRefusesLeavesEverythingAsItWas() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.SAY_NO);
        assertThat(refund("r1", recharge, 400).state()).isEqualTo(RefundState.FAILED);
        assertThat(office.airtime()).isEqualTo(1_100);
        assertThat(left(recharge).left()).isEqualTo(1_000);
    }

    @Test
    void refundThatTakesTimeEndsByItself() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.TAKE_TIME);
        Refund refund = refund("r1", recharge, 400);
        assertThat(refund.state()).isEqualTo(RefundState.PENDING);
        office.gateway.knows(refund.id().operationKey(), cameBack(refund));
        office.resumeAfter(Duration.ofMinutes(2));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.FAILED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    @Test
    void refundThatSomebodyMadeAtTheProviderTakesItsCredit() {
        RechargeId recharge = recharged("c1");
        Order order = office.theOrder("c1");
        office.gateway.knows(NOT_OURS, MADE_THERE);

        assertThat(webhook(null, order, MADE_THERE)).isEqualTo(new Handling.Done());
        assertThat(webhook(null, order, MADE_THERE)).as("told twice").isEqualTo(new Handling.Done());

        assertThat(office.airtime()).isEqualTo(1_100 - 550);
        assertThat(left(recharge).refunded()).isEqualTo(500);
        assertThat(desk().of(recharge).map(Refund::state).collectList().block(LONGEST))
                .containsExactly(RefundState.SUCCEEDED);
    }

    /** Whoever kept it died before its credit was taken. */
    @Test
    void refundThatSomebodyMadeAtTheProviderIsNotDoneBeforeItsCreditIsTaken() {
        RechargeId recharge = recharged("c1");
        office.gateway.knows(NOT_OURS, MADE_THERE);
        Refund kept = keptAndNotTaken(recharge);

        assertThat(webhook(null, office.theOrder("c1"), MADE_THERE)).isEqualTo(new Handling.Done());

        assertThat(theRefund(kept).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(office.airtime()).isEqualTo(1_100 - 550);
    }

    private Refund keptAndNotTaken(RechargeId recharge) {
        Refundable of = left(recharge);
        Refund kept = new Refund(new RefundId("rfd_00000000000000000000000000"), "provider:fake:re_dashboard", recharge,
                1,
                RefundState.PENDING, Money.of(500, "USD"), of.creditFor(500), of.bonusFor(500), WhenSpent.OWE,
                "made at the provider", "fake", null, MADE_THERE.reference(), 0, TestOrders.NOW, TestOrders.NOW);
        office.the(RefundStore.class)
                .request(kept, of, RefundEvent.FOUND_AT_PROVIDER, new Cause("fake", Cause.Source.WEBHOOK, "evt_r"),
                        TestOrders.NOW)
                .block(LONGEST);
        return kept;
    }

    @Test
    void refundThatFailedAtTheProviderBeforeItWasKnownHereHasFailedWhateverComesLater() {
        RechargeId recharge = recharged("c1");
        Order order = office.theOrder("c1");
        var failed = new RefundFailed(MADE_THERE.reference(), RefundFailureReason.CARD_GONE,
                "expired_or_canceled_card");
        office.gateway.knows(NOT_OURS, failed);

        assertThat(webhook(null, order, failed)).isEqualTo(new Handling.Done());
        assertThat(webhook(null, order, MADE_THERE)).isEqualTo(new Handling.Done());

        assertThat(desk().of(recharge).map(Refund::state).collectList().block(LONGEST))
                .containsExactly(RefundState.FAILED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    /** Whoever kept it was held up before its credit was taken; another has heard meanwhile that it failed. */
    @Test
    void refundMadeAtTheProviderThatFailsWhileItsCreditIsTakenGivesItBack() {
        RechargeId recharge = recharged("c1");
        office.gateway.knows(NOT_OURS, MADE_THERE);
        Refund kept = keptAndNotTaken(recharge);
        var failed = new RefundFailed(MADE_THERE.reference(), RefundFailureReason.CARD_GONE,
                "expired_or_canceled_card");
        office.gateway.knows(NOT_OURS, failed);

        assertThat(webhook(null, office.theOrder("c1"), failed)).isEqualTo(new Handling.Done());
        office.the(AdvanceRefund.class).advance(kept).block(LONGEST);

        assertThat(theRefund(kept).state()).isEqualTo(RefundState.FAILED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    @Test
    void refundsThatWaitForApprovalGiveWayToOneThatWasMadeAtTheProvider() {
        RechargeId recharge = sixtyDollars();
        Refund older = refund("r1", recharge, 5_001);
        office.clock.advance(Duration.ofMinutes(1));
        Refund newer = refund("r2", recharge, 500);
        RefundSucceeded made = new RefundSucceeded(MADE_THERE.reference(), Money.of(600, "USD"));
        office.gateway.knows(NOT_OURS, made);

        assertThat(webhook(null, office.theOrder("c60"), made)).isEqualTo(new Handling.Done());

        assertThat(theRefund(older).state()).isEqualTo(RefundState.AWAITING_APPROVAL);
        assertThat(theRefund(newer).state()).isEqualTo(RefundState.REJECTED);
        assertThat(steps(newer)).containsExactly("REQUESTED by anna", "GAVE_WAY by fake");
        assertThat(office.airtime()).isEqualTo(6_000 - 600);
        assertThat(left(recharge).left()).isEqualTo(6_000 - 5_001 - 600);
        assertThat(desk().approve(newer.id(), "bert").block(LONGEST)).isInstanceOf(RefundDecision.NotOpen.class);
        desk().approve(older.id(), "bert").block(LONGEST);
        assertThat(office.airtime()).isEqualTo(6_000 - 5_001 - 600);
    }

    /** It may be the very one that is on its way. */
    @Test
    void refundThatIsSentDoesNotGiveWay() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.REFUSE_CONNECTION);
        Refund refund = refund("r1", recharge, 600);
        office.gateway.knows(NOT_OURS, MADE_THERE);
        Order order = office.theOrder("c1");

        assertThatThrownBy(() -> webhook(null, order, MADE_THERE)).hasMessageContaining("does not fit");

        assertThat(theRefund(refund).state()).isEqualTo(RefundState.SENDING);
        assertThat(left(recharge).left()).isEqualTo(400);
    }

    @Test
    void moneyThatGoesOfARefusedRefundIsAPersonsMatter() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.SAY_NO);
        Refund refund = refund("r1", recharge, 400);
        var gone = new RefundSucceeded(new ProviderReference("re_1"), Money.of(400, "USD"));
        assertThatThrownBy(() -> webhook(refund, gone)).as("nobody can say").isInstanceOf(RefundContradicted.class);
        office.gateway.knows(refund.id().operationKey(), gone);
        assertThatThrownBy(() -> webhook(refund, gone)).isInstanceOf(RefundContradicted.class)
                .hasMessageContaining("no money goes after FAILED");
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.FAILED);
    }

    @Test
    void moneyThatGoesOfARejectedRefundIsAPersonsMatter() {
        Refund refund = refund("r1", sixtyDollars(), 5_001);
        desk().reject(refund.id(), "bert", "not agreed").block(LONGEST);
        var gone = new RefundSucceeded(new ProviderReference("re_1"), Money.of(5_001, "USD"));
        office.gateway.knows(refund.id().operationKey(), gone);
        Order order = office.theOrder("c60");
        assertThatThrownBy(() -> webhook(refund.id().operationKey(), order, gone))
                .isInstanceOf(RefundContradicted.class);
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.REJECTED);
    }

    @Test
    void refusalThatIsOvertakenByOtherNewsGivesNothingBack() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.REFUSE_CONNECTION);
        Refund sending = refund("r1", recharge, 400);
        webhook(sending, new RefundPending(new ProviderReference("re_1")));

        office.the(SettleRefund.class)
                .apply(sending, RefundEvent.REFUSED, new Cause("fake", Cause.Source.ANSWER, "charge_disputed"))
                .block(LONGEST);

        assertThat(theRefund(sending).state()).isEqualTo(RefundState.PENDING);
        assertThat(office.airtime()).isEqualTo(1_100 - 440);
    }

    /** Whoever noted that it came to nothing died before the credit was back. */
    @Test
    void creditOfARefundThatCameToNothingIsGivenBackInTheEnd() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.REFUSE_CONNECTION);
        Refund sending = refund("r1", recharge, 400);
        Refund left = office.the(RefundStore.class)
                .change(sending, new RefundChange(RefundEvent.REFUSED, RefundState.GIVING_BACK,
                        new Cause("fake", Cause.Source.ANSWER, "charge_disputed"), office.clock.instant(),
                        office.clock.instant().plusSeconds(30), null, null))
                .blockOptional(LONGEST)
                .orElseThrow();
        assertThat(office.airtime()).isEqualTo(1_100 - 440);
        assertThat(left(recharge).left()).as("not before its credit is back").isEqualTo(600);

        office.resumeAfter(Duration.ofMinutes(1));

        assertThat(theRefund(left).state()).isEqualTo(RefundState.FAILED);
        assertThat(office.airtime()).isEqualTo(1_100);
        assertThat(left(recharge).left()).isEqualTo(1_000);
    }

    /** A key that the provider has forgotten would be another refund. */
    @Test
    void refundThatNeverArrivedIsNotSentAgainOnceItsKeyMayBeForgotten() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.LOSE_ANSWER_BEFORE_REFUNDING);
        Refund refund = refund("r1", recharge, 400);

        office.resumeAfter(Duration.ofHours(24));

        assertThat(office.gateway.refundsMade()).isZero();
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.FAILED);
        assertThat(steps(refund)).containsExactly("REQUESTED by anna", "OUTCOME_UNKNOWN by fake",
                "NEVER_ARRIVED by refill", "CREDIT_BACK by refill");
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    @Test
    void refundThatMayStillArriveRestsOnceItsKeyMayBeForgotten() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.LOSE_ANSWER_BEFORE_REFUNDING);
        Refund refund = refund("r1", recharge, 400);
        office.resumeAfter(Duration.ofHours(23).plusMinutes(5));
        assertThat(office.gateway.refundsMade()).isZero();
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.UNKNOWN);
    }

    @Test
    void refundThatWaitedLongForApprovalIsSentAgainAsAnyOther() {
        Refund refund = refund("r1", sixtyDollars(), 5_001);
        office.clock.advance(Duration.ofDays(3));
        office.gateway.next(RefundFault.LOSE_ANSWER_BEFORE_REFUNDING);
        desk().approve(refund.id(), "bert").block(LONGEST);
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.SUCCEEDED);
    }

    @Test
    void refundThatTheProviderWillNeverTakeFailsAtOnce() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.REFUSE_THE_REQUEST);
        assertThat(refund("r1", recharge, 400).state()).isEqualTo(RefundState.FAILED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    /** What was sent before may be on its way, whatever becomes of a later try. */
    @Test
    void refundThatWasSentBeforeDoesNotFailAtALaterTryThatIsNotTaken() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.LOSE_ANSWER_BEFORE_REFUNDING);
        office.gateway.next(RefundFault.REFUSE_THE_REQUEST);
        Refund refund = refund("r1", recharge, 400);
        office.resumeAfter(Duration.ofSeconds(10));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.UNKNOWN);
    }

    /** A19. Whoever was about to send was held up until another had sent it: what is said to him now is not of a first try. */
    @Test
    void refundThatAnotherHasSentMeanwhileDoesNotFailAtATryThatIsNotTaken() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.REFUSE_CONNECTION);
        Refund heldUp = refund("r1", recharge, 400);
        office.gateway.next(RefundFault.LOSE_ANSWER_BEFORE_REFUNDING);
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(theRefund(heldUp).state()).isEqualTo(RefundState.UNKNOWN);

        office.gateway.next(RefundFault.REFUSE_THE_REQUEST);
        office.the(AdvanceRefund.class).begin(heldUp).block(LONGEST);
        assertThat(theRefund(heldUp).state()).isEqualTo(RefundState.UNKNOWN);
        office.resumeAfter(Duration.ofMinutes(5));
        assertThat(theRefund(heldUp).state()).isEqualTo(RefundState.SUCCEEDED);
    }

    /** What is told of another refund under the same key is not old, and does not turn the first one round. */
    @Test
    void secondRefundUnderTheSameKeyIsAPersons() {
        Refund refund = refund("r1", recharged("c1"), 400);
        var other = new RefundSucceeded(new ProviderReference("re_other"), Money.of(400, "USD"));
        office.gateway.looksUpNamedRefundsAs(other);
        assertThatThrownBy(() -> webhook(refund.id().operationKey(), office.theOrder("c1"), other))
                .hasMessageContaining("re_other");

        var failed = new RefundFailed(other.reference(), RefundFailureReason.OTHER, "card_gone");
        office.gateway.looksUpNamedRefundsAs(failed);
        assertThat(webhook(refund.id().operationKey(), office.theOrder("c1"), failed)).isEqualTo(new Handling.Done());
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(office.airtime()).isEqualTo(660);
    }

    @Test
    void refundOfAPaymentThatIsNotOursConcernsNobodyHere() {
        var refund = new GatewayEvent.RefundObserved(office.gateway.id(), "evt_r", TestOrders.NOW, null, null,
                new ProviderReference("of_somebody_else"),
                new RefundSucceeded(new ProviderReference("re_1"), Money.of(1, "USD")));
        assertThat(office.the(GatewayEventHandler.class).handle(refund).block(LONGEST)).isEqualTo(new Handling.Done());
    }

    @Test
    void newsOfARefundThatIsNotKnownHereWaits() {
        recharged("c1");
        assertThat(webhook(new OperationKey("rfd_00000000000000000000000000"), office.theOrder("c1"),
                new RefundSucceeded(new ProviderReference("re_1"), Money.of(1, "USD"))))
                .isInstanceOf(Handling.ObjectNotKnownYet.class);
    }

    @Test
    void sameClaimIsTheSameRefundHoweverOldItsSight() {
        RechargeId recharge = recharged("c1");
        Refund first = refund("r1", recharge, 400);
        assertThat(ask("r1", recharge, 400, 0)).isEqualTo(new RequestOutcome.Accepted(first, false));
        assertThat(office.gateway.refundsMade()).isEqualTo(1);
    }

    @Test
    void whoSawLessThanThereIsMustLookAgain() {
        RechargeId recharge = recharged("c1");
        long seen = left(recharge).version();
        refund("r1", recharge, 400);
        assertThat(ask("r2", recharge, 600, seen)).isInstanceOf(RequestOutcome.Stale.class);
        assertThat(ask("r3", recharge, 601, left(recharge).version())).isEqualTo(new RequestOutcome.Exceeds(600));
    }

    @Test
    void anOrderWithoutMoneyHasNothingToRefund() {
        office.gateway.next(Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        assertThat(ask("r1", office.theOrder("c1").id(), 1, 0)).isInstanceOf(RequestOutcome.NotRefundable.class);
        assertThat(ask("r2", new RechargeId("rch_00000000000000000000000000"), 1, 0))
                .isEqualTo(new RequestOutcome.NoSuchRecharge());
    }

    @Test
    void overTheLimitASecondPersonDecides() {
        RechargeId recharge = sixtyDollars();
        Refund refund = refund("r1", recharge, 6_000);
        assertThat(refund.state()).isEqualTo(RefundState.AWAITING_APPROVAL);
        assertThat(left(recharge).left()).as("kept for it").isZero();

        assertThat(desk().approve(refund.id(), "anna").block(LONGEST)).isEqualTo(new RefundDecision.SamePerson());
        assertThat(office.gateway.refundsMade()).isZero();
        assertThat(office.airtime()).isEqualTo(6_000);
        assertThat(desk().approve(refund.id(), "bert").block(LONGEST)).isInstanceOf(RefundDecision.Made.class);
        assertThat(desk().approve(refund.id(), "bert").block(LONGEST)).isInstanceOf(RefundDecision.Made.class);
        assertThat(desk().reject(refund.id(), "carl", "too late").block(LONGEST))
                .isInstanceOf(RefundDecision.NotOpen.class);

        assertThat(theRefund(refund).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(office.gateway.refundsMade()).isEqualTo(1);
        assertThat(office.airtime()).isZero();
    }

    /** It waited, so it has moved nothing yet: the bank was first. */
    @Test
    void refundOfWhatABankHasTakenMeanwhileIsNotApproved() {
        Refund refund = refund("r1", sixtyDollars(), 6_000);
        ProviderReference dispute = new ProviderReference("du_1");
        disputed(new FundsWithdrawn(dispute, Money.of(6_000, "USD"), Money.of(1_500, "USD")));
        assertThat(desk().approve(refund.id(), "bert").block(LONGEST))
                .isEqualTo(new RefundDecision.Disputed(theRefund(refund)));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.AWAITING_APPROVAL);
        assertThat(office.gateway.refundsMade()).isZero();

        disputed(new DisputeWon(dispute));
        disputed(new FundsReinstated(dispute, Money.of(6_000, "USD")));
        assertThat(desk().approve(refund.id(), "bert").block(LONGEST)).isInstanceOf(RefundDecision.Made.class);
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(office.gateway.refundsMade()).isEqualTo(1);
    }

    private void disputed(DisputeObservation seen) {
        var payment = new ProviderReference("pi_" + office.theOrder("c60").payment().operationKey());
        assertThat(office.the(GatewayEventHandler.class)
                .handle(new GatewayEvent.DisputeObserved(office.gateway.id(), "evt_d", TestOrders.NOW, null, payment,
                        seen))
                .block(LONGEST)).isEqualTo(new Handling.Done());
    }

    @Test
    void rejectedRefundMovesNothingAndMakesRoomForAnother() {
        RechargeId recharge = sixtyDollars();
        Refund refund = refund("r1", recharge, 5_001);
        desk().reject(refund.id(), "bert", "not agreed").block(LONGEST);
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.REJECTED);
        assertThat(office.airtime()).isEqualTo(6_000);
        assertThat(left(recharge).left()).isEqualTo(6_000);
        assertThat(refund("r2", recharge, 3_000).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(refund("r3", recharge, 2_001).state()).as("the parts count together")
                .isEqualTo(RefundState.AWAITING_APPROVAL);
    }

    private RechargeId sixtyDollars() {
        var ten = RechargeOffice.tenDollars("c60");
        office.start(new StartRechargeCommand(ten.claimId(), ten.owner(), ten.msisdn(), new OfferId("airtime-usd"),
                Money.of(6_000, "USD"), ten.means(), true));
        return office.theOrder("c60").id();
    }

    /** C7. Each looks again when another was faster, as often as it takes. */
    @ParameterizedTest
    @ValueSource(longs = {300, 500, 1_000})
    void refundsAtOnceNeverGiveBackMoreThanWasCaptured(long each) {
        RechargeId recharge = recharged("c1");
        Flux.range(0, 16)
                .flatMap(n -> Mono.defer(() -> desk().refundable(recharge))
                        .flatMap(of -> desk().request(new RequestRefund.Command("r" + n, recharge,
                                Money.of(each, "USD"), "all at once", of.version(), "anna")))
                        .repeat(40)
                        .takeUntil(outcome -> !(outcome instanceof RequestOutcome.Stale))
                        .last(), 16)
                .blockLast(LONGEST);

        long parts = 1_000 / each;
        assertThat(left(recharge).refunded()).isEqualTo(parts * each);
        assertThat(office.gateway.refundsMade()).isEqualTo(Math.toIntExact(parts));
        assertThat(office.airtime()).isEqualTo(1_100 - parts * each * 11 / 10);
    }

    @Test
    void refundBesideSpendingTakesWhatIsLeftAndOwesTheRest() {
        RechargeId recharge = recharged("c1");
        List<Object> done = Flux.merge(
                Flux.range(0, 40).flatMap(n -> Mono.fromCallable(() -> office.spend("call-" + n, 50))
                        .subscribeOn(Schedulers.boundedElastic()), 8),
                Mono.fromCallable(() -> refund("r1", recharge, 1_000))
                        .subscribeOn(Schedulers.boundedElastic()))
                .<Object>cast(Object.class)
                .collectList()
                .blockOptional(LONGEST)
                .orElseThrow();
        assertThat(done).hasSize(41);
        String books = office.books();
        long used = books.lines().filter(line -> line.startsWith("usage used-credit")).count() * 50;
        long owed = books.lines().filter(line -> line.startsWith("refund receivable"))
                .mapToLong(line -> -Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        assertThat(office.airtime()).isZero();
        assertThat(owed).as("what was spent is owed").isEqualTo(used);
    }

    @Test
    void refundBesideALateCreditComesAfterItAndTakesAllOfIt() {
        Order order = new TestChanges(office.clock).newOrder("late", RechargeOffice.NUMBER.e164());
        OrderStore orders = office.the(OrderStore.class);
        orders.accept(order).block(LONGEST);
        orders.change(order, new TestChanges(office.clock).captured("pi_" + order.payment().operationKey()))
                .block(LONGEST);
        assertThat(ask("r0", order.id(), 1_000, 0)).isInstanceOf(RequestOutcome.NotRefundable.class);

        Flux.merge(
                Mono.fromRunnable(() -> office.resumeAfter(Duration.ofSeconds(10)))
                        .subscribeOn(Schedulers.boundedElastic()),
                Mono.defer(() -> desk().request(new RequestRefund.Command("r1", order.id(), Money.of(1_000, "USD"),
                        "as soon as it can be", 0, "anna")))
                        .repeat()
                        .takeUntil(RequestOutcome.Accepted.class::isInstance)
                        .then())
                .blockLast(LONGEST);

        assertThat(office.theOrder("late").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.airtime()).isZero();
        assertThat(office.books()).isEqualTo(table(RECHARGE, """
                refund   bucket:sub_test0101   airtime:USD -1100
                refund   deferred-revenue      USD         +1000
                refund   gateway-clearing:fake USD         -1000
                refund   issued-bonus          airtime:USD  +100
                refund   issued-credit         airtime:USD +1000
                """));
    }
}
