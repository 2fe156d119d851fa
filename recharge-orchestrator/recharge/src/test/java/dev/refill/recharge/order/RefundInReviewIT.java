package dev.refill.recharge.order;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.function.Tuple2;

import dev.refill.gateway.Approved;
import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.DisputeObservation.DisputeLost;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.Unknown;
import dev.refill.recharge.Decision;
import dev.refill.recharge.DecisionOutcome;
import dev.refill.recharge.DecisionOutcome.Why;
import dev.refill.recharge.OrderFile;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.FakeGateway.RefundFault;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundDesk;
import dev.refill.recharge.refund.RefundState;
import dev.refill.recharge.refund.RequestOutcome;
import dev.refill.recharge.refund.RequestRefund;
import dev.refill.recharge.review.ReviewStore;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An order in review, paid as ordered: people may give its money back or credit it. Whatever they do, and if they do it at
 * once, its money comes from the provider once, and never both goes back and buys credit.
 */
class RefundInReviewIT {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final ProviderReference PAYMENT = new ProviderReference("pi_1");
    private static final ProviderReference DISPUTE = new ProviderReference("du_1");
    private static final Money NO_FEE = Money.of(0, "USD");
    private static final String HELD = """
            held-payment  gateway-clearing:fake USD         +1000
            held-payment  unallocated-payments  USD         -1000
            """;
    private static final String CREDITED_FROM_HELD = """
            recharge      bucket:sub_test0101   airtime:USD +1100
            recharge      deferred-revenue      USD         -1000
            recharge      issued-bonus          airtime:USD  -100
            recharge      issued-credit         airtime:USD -1000
            recharge      unallocated-payments  USD         +1000
            """;

    private final RechargeOffice office = new RechargeOffice();

    @BeforeEach
    void paidOrderThatWasGivenUp() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        office.gateway.looksUpOnly(new Unknown("no answer"));
        office.resumeAfter(Duration.ofDays(7));
        office.gateway.looksUpAgain();
        office.gateway.knows(order().payment().operationKey(), new Approved(PAYMENT, TestOrders.PRICE));
        office.the(RechargeOperations.class).lookUp(order().id(), "ada").block(LONGEST);
        assertThat(order().state()).isEqualTo(RechargeState.IN_REVIEW);
    }

    @AfterEach
    void booksAndOrdersAreRight() {
        assertThat(office.breaks()).isEmpty();
        office.close();
    }

    private Order order() {
        return office.theOrder("c1");
    }

    private Mono<DecisionOutcome> credit(Order order) {
        return decide(order, Decision.CREDIT);
    }

    private Mono<DecisionOutcome> close(Order order) {
        return decide(order, Decision.CLOSE);
    }

    private Mono<DecisionOutcome> decide(Order order, Decision decision) {
        return office.the(RechargeOperations.class)
                .decide(order.id(), order.recharge().version(), decision, "ada", "case 7");
    }

    private Mono<RequestOutcome> askBack(Order order) {
        return askBack("r1", order, 400);
    }

    private Mono<RequestOutcome> askBack(String claim, Order order, long minor) {
        RefundDesk desk = office.the(RefundDesk.class);
        return desk.refundable(order.id())
                .flatMap(of -> desk.request(new RequestRefund.Command(claim, order.id(), Money.of(minor, "USD"),
                        "asked by phone", of.version(), "bert")));
    }

    private Refund goneBack(String claim, long minor) {
        Refund refund = ((RequestOutcome.Accepted) Objects.requireNonNull(
                askBack(claim, order(), minor).block(LONGEST))).refund();
        assertThat(refund.state()).isEqualTo(RefundState.SUCCEEDED);
        return refund;
    }

    private void told(GatewayEvent event) {
        assertThat(office.the(GatewayEventHandler.class).handle(event).block(LONGEST)).isEqualTo(new Handling.Done());
    }

    private void told(DisputeObservation seen) {
        told(new GatewayEvent.DisputeObserved(office.gateway.id(), "evt_d", TestOrders.NOW, null, PAYMENT, seen));
    }

    private void cameBack(Refund refund) {
        var seen = new RefundFailed(new ProviderReference("re_" + refund.id()), RefundFailureReason.CARD_GONE, "gone");
        office.gateway.knows(refund.id().operationKey(), seen);
        told(new GatewayEvent.RefundObserved(office.gateway.id(), "evt_r", TestOrders.NOW, refund.id().operationKey(),
                null, PAYMENT, seen));
    }

    private OrderChange returning(Order order) {
        return office.the(Settlement.class)
                .change(order, RechargeEvent.RETURN_DECIDED, new Cause("ada", Cause.Source.OPERATOR, null),
                        TestOrders.NOW)
                .orElseThrow();
    }

    private static String table(String... parts) {
        return String.join("", parts).lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void refundThatCameToNothingLeavesTheMoneyToBeCreditedFromWhereItIsHeld() {
        office.gateway.next(RefundFault.SAY_NO);
        askBack(order()).as(StepVerifier::create)
                .assertNext(asked -> assertThat(asked).extracting("refund.state").isEqualTo(RefundState.FAILED))
                .verifyComplete();

        assertThat(credit(order()).block(LONGEST)).isInstanceOf(DecisionOutcome.Decided.class);

        assertThat(order().state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.books()).isEqualTo(table(HELD, """
                refund        gateway-clearing:fake USD          -400
                refund        unallocated-payments  USD          +400
                refund-failed gateway-clearing:fake USD          +400
                refund-failed unallocated-payments  USD          -400
                """, CREDITED_FROM_HELD));
    }

    @Test
    void questionOfABankDoesNotKeepTheMoneyFromBeingCredited() {
        told(new DisputeOpened(DISPUTE, TestOrders.PRICE, "fraudulent"));

        assertThat(credit(order()).block(LONGEST)).isInstanceOf(DecisionOutcome.Decided.class);

        assertThat(office.books()).isEqualTo(table(HELD, CREDITED_FROM_HELD));
    }

    @Test
    void moneyThatGoesBackIsNotCredited() {
        office.gateway.next(RefundFault.TAKE_TIME);
        askBack(order()).block(LONGEST);

        assertThat(credit(order()).block(LONGEST)).extracting("why").isEqualTo(Why.MONEY_GOES_BACK);
        assertThat(order().state()).isEqualTo(RechargeState.IN_REVIEW);
    }

    @Test
    void moneyThatBeganToGoBackSinceItWasLookedAtIsNotCreditedEither() {
        Order seen = order();
        askBack(seen).block(LONGEST);
        OrderChange decided = office.the(Settlement.class)
                .change(seen, RechargeEvent.CREDIT_DECIDED, new Cause("ada", Cause.Source.OPERATOR, null),
                        TestOrders.NOW)
                .orElseThrow();

        office.the(ReviewStore.class)
                .decide(seen, decided, new OrderFile.Deed(seen.recharge().version() + 1, "ada", OrderFile.Kind.CREDIT,
                        "case 7", "captured", TestOrders.NOW))
                .as(StepVerifier::create)
                .verifyError(OrderOvertaken.class);

        assertThat(order().state()).isEqualTo(RechargeState.IN_REVIEW);
    }

    @Test
    void moneyThatHasGoneBackWholeEndsTheOrderAndNothingCreditsItAnyMore() {
        goneBack("r1", 400);
        assertThat(close(order()).block(LONGEST)).extracting("why").isEqualTo(Why.MONEY_NOT_ALL_BACK);
        goneBack("r2", 600);

        assertThat(close(order()).block(LONGEST)).isInstanceOf(DecisionOutcome.Decided.class);

        assertThat(order().state()).isEqualTo(RechargeState.RETURNED);
        assertThat(office.the(RechargeOperations.class).find(order().id()).block(LONGEST)).satisfies(file -> {
            assertThat(file.cause()).isEqualTo(RechargeEvent.RETURN_DECIDED);
            assertThat(file.gone()).isEqualTo(1_000);
            assertThat(file.deeds().getLast().kind()).isEqualTo(OrderFile.Kind.CLOSE);
        });
        told(new GatewayEvent.PaymentObserved(office.gateway.id(), "evt_p", TestOrders.NOW,
                order().payment().operationKey(), new Approved(PAYMENT, TestOrders.PRICE)));
        assertThat(credit(order()).block(LONGEST)).isInstanceOf(DecisionOutcome.NotInReview.class);
        assertThat(order().state()).isEqualTo(RechargeState.RETURNED);
        assertThat(office.books()).isEqualTo(table(HELD, """
                refund gateway-clearing:fake USD -400
                refund unallocated-payments  USD +400
                refund gateway-clearing:fake USD -600
                refund unallocated-payments  USD +600
                """));
    }

    @Test
    void moneyThatIsOnItsWayBackDoesNotEndTheOrder() {
        office.gateway.next(RefundFault.TAKE_TIME);
        askBack("r1", order(), 1_000).block(LONGEST);

        assertThat(close(order()).block(LONGEST)).extracting("why").isEqualTo(Why.MONEY_NOT_ALL_BACK);
        assertThat(order().state()).isEqualTo(RechargeState.IN_REVIEW);
    }

    @Test
    void disputeEndsTheOrderOnlyOnceItIsLost() {
        told(new FundsWithdrawn(DISPUTE, TestOrders.PRICE, NO_FEE));
        assertThat(close(order()).block(LONGEST)).extracting("why").isEqualTo(Why.MONEY_NOT_ALL_BACK);

        told(new DisputeLost(DISPUTE));
        assertThat(close(order()).block(LONGEST)).isInstanceOf(DecisionOutcome.Decided.class);
        assertThat(order().state()).isEqualTo(RechargeState.RETURNED);
    }

    @Test
    void moneyThatCameBackSinceItWasLookedAtDoesNotEndTheOrderEither() {
        Refund refund = goneBack("r1", 1_000);
        Order seen = order();
        cameBack(refund);

        office.the(ReviewStore.class)
                .decide(seen, returning(seen), new OrderFile.Deed(seen.recharge().version() + 1, "ada",
                        OrderFile.Kind.CLOSE, "case 7", "captured", TestOrders.NOW))
                .as(StepVerifier::create)
                .verifyError(OrderOvertaken.class);

        assertThat(order().state()).isEqualTo(RechargeState.IN_REVIEW);
        assertThat(office.the(RechargeOperations.class).find(seen.id()).block(LONGEST))
                .satisfies(file -> assertThat(file.deeds()).hasSize(1));
    }

    @Test
    void moneyThatComesBackAfterItsOrderHasEndedIsGivenBackByAnotherRefund() {
        Refund refund = goneBack("r1", 1_000);
        close(order()).block(LONGEST);
        cameBack(refund);
        assertThat(order().state()).isEqualTo(RechargeState.RETURNED);
        assertThat(order().recharge().refunded()).isZero();

        goneBack("r2", 1_000);

        assertThat(office.books()).isEqualTo(table(HELD, """
                refund        gateway-clearing:fake USD -1000
                refund        unallocated-payments  USD +1000
                refund-failed gateway-clearing:fake USD +1000
                refund-failed unallocated-payments  USD -1000
                refund        gateway-clearing:fake USD -1000
                refund        unallocated-payments  USD +1000
                """));
    }

    @Test
    void orderThatEndedAsReturnedWithItsMoneyIsABreak() {
        run("ALTER TABLE recharge.recharge DISABLE TRIGGER returned_when_all_is_gone");
        run("UPDATE recharge.recharge SET state = 'RETURNED'");
        assertThat(office.breaks()).map(Object::toString)
                .anySatisfy(broken -> assertThat(broken).contains("RETURNED_WENT_BACK", "0 of 1000"))
                .anySatisfy(broken -> assertThat(broken).contains("RETURNED_WENT_BACK", "captured"));
        run("UPDATE recharge.recharge SET state = 'IN_REVIEW'");
    }

    private void run(String sql) {
        office.database.client().sql(sql).then().block(LONGEST);
    }

    @RepeatedTest(10)
    void orderIsClosedAndItsRefundFailsAtOnceThenItIsSeenWhicheverWasFirst() {
        Refund refund = goneBack("r1", 1_000);
        Order seen = order();
        DecisionOutcome outcome = Mono.zip(close(seen).subscribeOn(Schedulers.parallel()),
                Mono.fromRunnable(() -> cameBack(refund)).thenReturn(true).subscribeOn(Schedulers.boundedElastic()))
                .map(Tuple2::getT1)
                .blockOptional(LONGEST)
                .orElseThrow();

        assertThat(order().state()).isEqualTo(outcome instanceof DecisionOutcome.Decided
                ? RechargeState.RETURNED
                : RechargeState.IN_REVIEW);
        assertThat(order().recharge().refunded()).isZero();
    }

    /** C7. */
    @RepeatedTest(10)
    void creditAndRefundAtOnceTakeTheMoneyFromTheProviderOnce() {
        Order seen = order();
        Flux.merge(credit(seen).subscribeOn(Schedulers.parallel()), askBack(seen).subscribeOn(Schedulers.parallel()))
                .blockLast(LONGEST);

        boolean goesBack = office.gateway.refundsMade() == 1;
        assertThat(order().state()).isIn(RechargeState.CREDITED, RechargeState.IN_REVIEW);
        assertThat(goesBack || order().state() == RechargeState.CREDITED).isTrue();
        assertThat(office.books().lines().filter(line -> line.endsWith("gateway-clearing:fake USD +1000"))).hasSize(1);
        assertThat(office.airtime()).isEqualTo(
                order().state() == RechargeState.IN_REVIEW ? 0 : goesBack ? 1_100 - 440 : 1_100);
    }
}
