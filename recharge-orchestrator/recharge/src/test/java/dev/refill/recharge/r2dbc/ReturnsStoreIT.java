package dev.refill.recharge.r2dbc;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.offer.Quantity;
import dev.refill.offer.WhenSpent;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.dispute.Dispute;
import dev.refill.recharge.dispute.DisputeEvent;
import dev.refill.recharge.dispute.DisputeId;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.dispute.DisputeStore;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderIds;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.TestChanges;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundChange;
import dev.refill.recharge.refund.RefundEvent;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundOvertaken;
import dev.refill.recharge.refund.RefundState;
import dev.refill.recharge.refund.RefundStep;
import dev.refill.recharge.refund.RefundStore;
import dev.refill.recharge.refund.RefundStore.Keeping;
import dev.refill.recharge.refund.Refundable;
import dev.refill.testsupport.Overlap;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the database itself sees to when money of an order goes back, whatever its callers ask for and whoever meets. */
class ReturnsStoreIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final GatewayId GATEWAY = new GatewayId("fake");
    private static final Cause CAUSE = Cause.own(Cause.Source.WEBHOOK);

    private final TestDatabase database = TestDatabase.with("recharge");
    private final OrderStore orders = new R2dbcOrderStore(database.client(),
            new GroupCommit.Limits(16, 10_000, LONGEST), id -> {});
    private final RefundStore refunds = new R2dbcRefundStore(database.client());
    private final DisputeStore disputes = new R2dbcDisputeStore(database.client());
    private final TestChanges test = new TestChanges(Clock.systemUTC());
    private final Random random = new Random(2);
    private final OrderIds ids = new OrderIds(Clock.systemUTC(), () -> random);

    @AfterEach
    void ordersAreRight() {
        assertThat(get(new RechargeInvariants(database.client()).breaks().collectList())).isEmpty();
        database.close();
    }

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONGEST));
    }

    private static Money usd(long minor) {
        return Money.of(minor, "USD");
    }

    private void run(String sql) {
        database.client().sql(sql).then().block(LONGEST);
    }

    /** Ten dollars that bought 1000 and 100. */
    private Refundable credited() {
        Order paid = paid();
        return get(refunds.refundable(get(orders.change(paid, test.credited())).id()));
    }

    private Order paid() {
        Order order = test.newOrder("claim", "+12025550101");
        orders.accept(order).block(LONGEST);
        return get(orders.change(order, test.captured("pi_1")));
    }

    private Refundable again(Refundable of) {
        return get(refunds.refundable(of.order().id()));
    }

    private Refund refund(String claim, Refundable of, long amount) {
        return new Refund(new RefundId(ids.next("rfd_")), claim, of.order().id(), 1, RefundState.SENDING, usd(amount),
                of.creditFor(amount), of.bonusFor(amount), WhenSpent.OWE, "asked by phone", "anna", null, null, 0,
                test.now(), test.now());
    }

    private Mono<Keeping> request(Refund refund, Refundable of) {
        return refunds.request(refund, of, RefundEvent.REQUESTED, CAUSE, test.now().plusSeconds(5));
    }

    private Refund kept(String claim, Refundable of, long amount) {
        Refund refund = refund(claim, of, amount);
        assertThat(get(request(refund, of))).isEqualTo(Keeping.KEPT);
        return refund;
    }

    private RefundChange change(RefundEvent event, RefundState to) {
        return new RefundChange(event, to, CAUSE, test.now(), to.isCarriedOn() ? test.now().plusSeconds(5) : null, null,
                null);
    }

    private RefundChange succeeded() {
        return change(RefundEvent.SUCCEEDED, RefundState.SUCCEEDED);
    }

    private RefundChange failed() {
        return change(RefundEvent.FAILED, RefundState.FAILED);
    }

    private Dispute unknown(Refundable of) {
        Quantity nothing = new Quantity(0, of.order().recharge().quote().credit().unit());
        return new Dispute(new DisputeId(ids.next("dsp_")), GATEWAY, new ProviderReference("du_1"), of.order().id(), 0,
                null, null, null, null, nothing, nothing, null);
    }

    private static Dispute withdrawn(Dispute was, Refundable of, long amount) {
        return new Dispute(was.id(), was.gateway(), was.reference(), was.recharge(), was.version() + 1,
                DisputeState.OPENED, usd(amount), usd(0), null, of.creditFor(amount), of.bonusFor(amount), null);
    }

    private static Dispute closed(Dispute was, @Nullable Money reinstated) {
        return new Dispute(was.id(), was.gateway(), was.reference(), was.recharge(), was.version() + 1,
                reinstated == null ? DisputeState.LOST : DisputeState.WON, was.withdrawn(), was.fee(), reinstated,
                was.credit(), was.bonus(), null);
    }

    private Mono<Boolean> withdraw(Dispute was, Refundable of, long amount) {
        return disputes.change(was, withdrawn(was, of, amount), of, DisputeEvent.FUNDS_WITHDRAWN, CAUSE, test.now());
    }

    private Mono<Boolean> reinstate(Dispute was, Refundable of, long amount) {
        return disputes.change(was, closed(was, usd(amount)), of, DisputeEvent.FUNDS_REINSTATED, CAUSE, test.now());
    }

    private Dispute opened(Refundable of, long amount) {
        Dispute unknown = unknown(of);
        assertThat(get(withdraw(unknown, of, amount))).isTrue();
        return withdrawn(unknown, of, amount);
    }

    private boolean goesBack(RechargeId order) {
        return get(database.client().sql("SELECT goes_back FROM recharge.recharge WHERE id = :id")
                .bind("id", order.value()).mapValue(Boolean.class).one());
    }

    @Test
    void requestThenKeptWithItsStepAndTheOrderGoesBack() {
        Refundable of = credited();
        Refund refund = kept("r1", of, 400);

        assertThat(get(refunds.byId(refund.id()))).usingRecursiveComparison().ignoringFields("createdAt", "changedAt")
                .isEqualTo(refund);
        assertThat(again(of).left()).isEqualTo(600);
        assertThat(again(of).credit()).isEqualTo(400);
        assertThat(again(of).bonus()).isEqualTo(40);
        assertThat(get(refunds.steps(refund.id()).map(RefundStep::event).collectList()))
                .containsExactly(RefundEvent.REQUESTED);
        assertThat(goesBack(refund.recharge())).isTrue();
    }

    @Test
    void requestUnderAKnownClaimThenKnown() {
        Refundable of = credited();
        kept("r1", of, 400);
        assertThat(get(request(refund("r1", of, 400), again(of)))).isEqualTo(Keeping.KNOWN);
    }

    @Test
    void requestOnWhatWasSeenBeforeAnotherThenStale() {
        Refundable of = credited();
        kept("r1", of, 400);
        assertThat(get(request(refund("r2", of, 400), of))).isEqualTo(Keeping.STALE);
    }

    @Test
    void requestOnWhatWasSeenBeforeAChangeOrADisputeThenStale() {
        Refundable of = credited();
        Refund refund = kept("r1", of, 300);
        Refundable before = again(of);
        get(refunds.change(refund, succeeded()));
        assertThat(get(request(refund("r2", before, 300), before))).isEqualTo(Keeping.STALE);
        Refundable after = again(of);
        opened(after, 300);
        assertThat(get(request(refund("r3", after, 300), after))).isEqualTo(Keeping.STALE);
    }

    @Test
    void requestOnAnOrderThatWasChangedSinceThenStale() {
        Refundable of = credited();
        run("UPDATE recharge.recharge SET version = version + 1");
        assertThat(get(request(refund("r1", of, 400), of))).isEqualTo(Keeping.STALE);
        run("UPDATE recharge.recharge SET version = version - 1");
    }

    @Test
    void requestWhileTheOrderIsBeingChangedThenStale() {
        Refundable of = credited();
        assertThat(Overlap.of(database, "UPDATE recharge.recharge SET version = version + 1",
                request(refund("r1", of, 400), of))).isEqualTo(Keeping.STALE);
        run("UPDATE recharge.recharge SET version = version - 1");
    }

    @Test
    void requestOfMoreThanRefundsAndDisputesHaveLeftThenExceeds() {
        Refundable of = credited();
        kept("r1", of, 300);
        opened(again(of), 400);
        Refundable now = again(of);
        assertThat(get(request(refund("r2", now, 301), now))).isEqualTo(Keeping.EXCEEDS);
        kept("r3", now, 300);
    }

    @Test
    void refundMadeAtTheProviderThenTheNewestThatWaitGiveWayAndNoMore() {
        Refundable of = credited();
        Refund oldest = waiting("r1", of, 300);
        Refund newer = waiting("r2", again(of), 300);
        Refund newest = waiting("r3", again(of), 300);
        Refund asked = refund("r4", again(of), 500);
        assertThat(get(request(asked, again(of)))).as("asked for here").isEqualTo(Keeping.EXCEEDS);

        assertThat(get(found(asked, again(of)))).isEqualTo(Keeping.KEPT);

        assertThat(states(of)).containsExactlyInAnyOrder(RefundState.AWAITING_APPROVAL, RefundState.REJECTED,
                RefundState.REJECTED, RefundState.PENDING);
        assertThat(get(refunds.byId(oldest.id())).state()).isEqualTo(RefundState.AWAITING_APPROVAL);
        for (Refund gone : List.of(newer, newest)) {
            assertThat(get(refunds.steps(gone.id()).map(RefundStep::event).collectList()))
                    .containsExactly(RefundEvent.REQUESTED, RefundEvent.GAVE_WAY);
        }
        Refundable after = again(of);
        assertThat(List.of(after.left(), after.credit(), after.bonus())).containsExactly(200L, 800L, 80L);
    }

    @Test
    void refundMadeAtTheProviderOfMoreThanWaitsThenExceedsAndNothingGivesWay() {
        Refundable of = credited();
        waiting("r1", of, 300);
        kept("r2", again(of), 300);
        Refundable now = again(of);
        assertThat(get(found(refund("r3", now, 701), now))).isEqualTo(Keeping.EXCEEDS);
        assertThat(states(of)).containsExactly(RefundState.AWAITING_APPROVAL, RefundState.SENDING);
    }

    private List<RefundState> states(Refundable of) {
        return get(refunds.of(of.order().id()).map(Refund::state).collectList());
    }

    private Refund waiting(String claim, Refundable of, long amount) {
        Refund refund = in(RefundState.AWAITING_APPROVAL, refund(claim, of, amount));
        assertThat(get(refunds.request(refund, of, RefundEvent.REQUESTED, CAUSE, null))).isEqualTo(Keeping.KEPT);
        return refund;
    }

    private Mono<Keeping> found(Refund refund, Refundable of) {
        return refunds.request(in(RefundState.PENDING, refund), of, RefundEvent.FOUND_AT_PROVIDER, CAUSE,
                test.now().plusSeconds(5));
    }

    private static Refund in(RefundState state, Refund refund) {
        return new Refund(refund.id(), refund.claimId(), refund.recharge(), 1, state, refund.amount(), refund.credit(),
                refund.bonus(), refund.whenSpent(), refund.reason(), refund.requestedBy(), null, null, 0,
                refund.createdAt(), refund.changedAt());
    }

    @Test
    void requestBeforeItIsDecidedThatCreditIsGivenThenNotSettled() {
        Refundable of = get(refunds.refundable(paid().id()));
        assertThat(get(request(refund("r1", of, 400), of))).isEqualTo(Keeping.NOT_SETTLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"captured_minor = 0", "captured_minor = NULL", "captured_currency = 'EUR'"})
    void requestOfWhatWasNotCapturedThenNotSettled(String payment) {
        Refundable of = credited();
        run("UPDATE recharge.payment SET " + payment);
        assertThat(get(request(refund("r1", of, 400), of))).isEqualTo(Keeping.NOT_SETTLED);
        run("UPDATE recharge.payment SET captured_minor = 1000, captured_currency = 'USD'");
    }

    @Test
    void orderOfWhichSomethingGoesBackThenItCannotBePaid() {
        Refundable of = credited();
        Refund refund = kept("r1", of, 400);
        String pay = "UPDATE recharge.recharge SET state = 'PAID', next_attempt_at = now()";
        assertThatThrownBy(() -> run(pay)).hasMessageContaining("no_credit_after_refund");
        get(refunds.change(refund, failed()));
        assertThat(goesBack(refund.recharge())).isFalse();
    }

    /** In review with its money, of which no credit was given. */
    private Refundable inReview() {
        return get(refunds.refundable(get(orders.change(paid(), test.creditRefused())).id()));
    }

    private Mono<Order> end(Refundable of) {
        return orders.change(of.order(), test.returned());
    }

    private void assertCannotEnd(Refundable of) {
        end(of).as(StepVerifier::create).verifyErrorSatisfies(refused -> assertThat(refused)
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("has gone back"));
        assertThat(again(of).order().state()).isEqualTo(RechargeState.IN_REVIEW);
    }

    @Test
    void orderIsReturnedOnceRefundsThatSucceededAndDisputesThatWereLostCoverWhatWasCaptured() {
        Refundable of = inReview();
        assertCannotEnd(of);
        Refund refund = kept("r1", of, 300);
        Dispute dispute = opened(again(of), 700);
        assertCannotEnd(of);
        get(refunds.change(refund, succeeded()));
        assertCannotEnd(of);
        get(disputes.change(dispute, closed(dispute, null), again(of), DisputeEvent.LOST, CAUSE, test.now()));

        assertThat(get(end(of)).state()).isEqualTo(RechargeState.RETURNED);
        assertThat(again(of).isSettled()).isTrue();
    }

    @Test
    void orderIsNotReturnedIfAPartIsLeftThatNobodyAskedFor() {
        Refundable of = inReview();
        get(refunds.change(kept("r1", of, 999), succeeded()));
        assertCannotEnd(of);
        Dispute dispute = opened(again(of), 2);
        get(reinstate(dispute, again(of), 2));
        assertCannotEnd(of);
    }

    @Test
    void orderIsReturnedIfWhatADisputeThatWasWonDidNotBringBackIsTheRest() {
        Refundable of = inReview();
        get(refunds.change(kept("r1", of, 900), succeeded()));
        Dispute dispute = opened(again(of), 300);
        get(reinstate(dispute, again(of), 200));
        assertThat(get(end(of)).state()).isEqualTo(RechargeState.RETURNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "NULL"})
    void orderOfWhichNothingWasCapturedIsNotReturned(String captured) {
        Refundable of = inReview();
        run("UPDATE recharge.payment SET captured_minor = " + captured);
        assertCannotEnd(of);
        run("UPDATE recharge.payment SET captured_minor = 1000");
    }

    @Test
    void orderWhoseRefundFailsJustThenIsNotReturned() {
        Refundable of = inReview();
        Refund refund = get(refunds.change(kept("r1", of, 1_000), succeeded()));
        Mono<String> ended = end(of).map(order -> order.state().name())
                .onErrorReturn(DataIntegrityViolationException.class, "refused");
        assertThat(Overlap.of(database, """
                SELECT recharge.change_refund('%s', %d, '%s', 'SUCCEEDED', 'FAILED', 'GIVING_BACK', 'fake', 'WEBHOOK', NULL,
                                              now(), now(), NULL, NULL)
                """.formatted(refund.id(), refund.version(), refund.recharge()), ended)).isEqualTo("refused");
    }

    @Test
    void returnedOrderOfWhichARefundComesBackStaysSoAndAnotherMayBeAskedFor() {
        Refundable of = inReview();
        Refund refund = get(refunds.change(kept("r1", of, 1_000), succeeded()));
        get(end(of));
        get(refunds.change(refund, failed()));

        assertThat(again(of).order().state()).isEqualTo(RechargeState.RETURNED);
        assertThat(again(of).left()).isEqualTo(1_000);
        get(refunds.change(kept("r2", again(of), 1_000), succeeded()));
        assertThat(again(of).order().recharge().refunded()).isEqualTo(1_000);
    }

    @Test
    void returnedOrderCountsForNothingWhenTheNextOfItsNumberIsPlaced() {
        Refundable of = inReview();
        get(refunds.change(kept("r1", of, 1_000), succeeded()));
        get(end(of));
        Order next = test.newOrder("next", "+12025550101");

        assertThat(get(orders.accept(next))).isInstanceOfSatisfying(OrderStore.Acceptance.New.class,
                accepted -> assertThat(accepted.facts()).isEqualTo(get(orders.riskFacts(next)))
                        .satisfies(facts -> assertThat(facts.paidLastDay()).isZero())
                        .satisfies(facts -> assertThat(facts.samePriceLastMinute()).isZero()));
    }

    @Test
    void changeThenWhatIsLeftAndWhatTheOrderShowsFollow() {
        Refundable of = credited();
        Refund refund = get(refunds.change(kept("r1", of, 400), succeeded()));
        assertThat(again(of).refunded()).isEqualTo(400);
        assertThat(again(of).order().recharge().refunded()).isEqualTo(400);

        get(refunds.change(refund, failed()));
        Refundable back = again(of);
        assertThat(List.of(back.left(), back.refunded(), back.credit(), back.bonus()))
                .containsExactly(1_000L, 0L, 0L, 0L);
        assertThat(back.order().recharge().refunded()).isZero();
    }

    @Test
    void changeOfWhatWasChangedSinceThenOvertaken() {
        Refund refund = kept("r1", credited(), 400);
        get(refunds.change(refund, succeeded()));
        refunds.change(refund, failed()).as(StepVerifier::create).verifyError(RefundOvertaken.class);
        assertThat(get(refunds.byId(refund.id())).state()).isEqualTo(RefundState.SUCCEEDED);
    }

    /** A bank may take so much that less is left than the refund gives back; what fits beside it is approved. */
    @Test
    void approvalOfWhatABankHasTakenThenOvertakenUntilItIsBack() {
        Refundable of = credited();
        Refund waiting = waiting("r1", of, 400);
        Dispute dispute = opened(again(of), 601);
        RefundChange approved = change(RefundEvent.APPROVED, RefundState.SENDING);
        refunds.change(waiting, approved).as(StepVerifier::create).verifyError(RefundOvertaken.class);
        assertThat(states(of)).containsExactly(RefundState.AWAITING_APPROVAL);

        get(reinstate(dispute, again(of), 1));
        assertThat(get(refunds.change(waiting, approved)).state()).isEqualTo(RefundState.SENDING);
    }

    /** Everybody locks the order first, so nobody waits for it who holds what the one that has it wants. */
    @Test
    void changeWhileTheOrderIsHeldThenWhatIsLeftOfItIsFree() {
        Refund refund = kept("r1", credited(), 400);
        Overlap.of(database, "SELECT FROM recharge.recharge FOR UPDATE", refunds.change(refund, succeeded()),
                "SELECT FROM recharge.returned FOR UPDATE NOWAIT");
    }

    @Test
    void decisionByWhoAskedForItThenRefused() {
        Refund refund = kept("r1", credited(), 400);
        refunds.change(refund, new RefundChange(RefundEvent.REJECTED, RefundState.REJECTED, CAUSE, test.now(), null,
                null, "anna")).as(StepVerifier::create).verifyError();
        get(refunds.change(refund, new RefundChange(RefundEvent.REJECTED, RefundState.REJECTED, CAUSE, test.now(), null,
                null, "bert")));
        assertThat(get(refunds.byId(refund.id())).decidedBy()).isEqualTo("bert");
    }

    @Test
    void referenceOfAnotherRefundThenRefused() {
        Refundable of = credited();
        var told = new RefundChange(RefundEvent.PROCESSING, RefundState.PENDING, CAUSE, test.now(),
                test.now().plusSeconds(5), new ProviderReference("re_1"), null);
        get(refunds.change(kept("r1", of, 400), told));
        Refund other = kept("r2", again(of), 400);
        refunds.change(other, told).as(StepVerifier::create).verifyError();
    }

    @Test
    void changeThenTheAttemptsBeginAgainAndALateHolderReschedulesNothing() {
        Refund refund = kept("r1", credited(), 400);
        Refund taken = get(refunds.takeDue(test.now().plusSeconds(60), Duration.ZERO, 10).single());
        assertThat(taken.attempts()).isEqualTo(1);
        get(refunds.change(taken, change(RefundEvent.OUTCOME_UNKNOWN, RefundState.UNKNOWN)));
        assertThat(get(refunds.byId(refund.id())).attempts()).isZero();

        Refund late = get(refunds.takeDue(test.now().plusSeconds(60), Duration.ofMinutes(1), 10).single());
        assertThat(dueAfterReschedulingBy(taken)).as("by who had it before it was changed").isEmpty();
        assertThat(get(refunds.takeDue(test.now().plusSeconds(600), Duration.ofMinutes(30), 10).single()).attempts())
                .isEqualTo(2);
        assertThat(dueAfterReschedulingBy(late)).as("by who had it before another").isEmpty();
    }

    private List<Refund> dueAfterReschedulingBy(Refund holder) {
        refunds.reschedule(holder, test.now().minusSeconds(1)).block(LONGEST);
        return get(refunds.takeDue(test.now(), Duration.ZERO, 10).collectList());
    }

    @Test
    void takeDueWhileOneIsBeingTakenThenOnlyTheOthersWithoutAWait() {
        Refundable of = credited();
        Refund taken = kept("r1", of, 400);
        Refund free = kept("r2", again(of), 400);
        assertThat(Overlap.of(database, "UPDATE recharge.refund SET attempts = attempts + 1,"
                + " next_attempt_at = next_attempt_at + interval '1 h' WHERE id = '" + taken.id() + "'",
                refunds.takeDue(test.now().plusSeconds(60), Duration.ZERO, 10).map(Refund::id).collectList(),
                "SELECT 1 / count(*) FROM recharge.refund WHERE attempts = 1 AND id = '" + free.id() + "'"))
                .containsExactly(free.id());
    }

    @Test
    void fundsWithdrawnThenTheyAndTheirCreditAreGoneAndReinstatedThenBack() {
        Refundable of = credited();
        Dispute dispute = opened(of, 600);
        Refundable gone = again(of);
        assertThat(List.of(gone.left(), gone.disputed(), gone.credit(), gone.bonus()))
                .containsExactly(400L, 600L, 600L, 60L);
        assertThat(goesBack(of.order().id())).isTrue();

        assertThat(get(reinstate(dispute, gone, 300))).isTrue();
        Refundable back = again(of);
        assertThat(List.of(back.left(), back.disputed(), back.credit(), back.bonus()))
                .containsExactly(700L, 300L, 300L, 30L);
        assertThat(get(disputes.byReference(GATEWAY, dispute.reference())).version()).isEqualTo(2);
    }

    @Test
    void disputeThatWasChangedSinceThenNothing() {
        Refundable of = credited();
        Dispute dispute = opened(of, 600);
        Refundable now = again(of);
        assertThat(get(withdraw(unknown(of), now, 600))).as("known meanwhile").isFalse();
        assertThat(get(reinstate(dispute, now, 600))).isTrue();
        assertThat(
                get(disputes.change(dispute, closed(dispute, null), again(of), DisputeEvent.LOST, CAUSE, test.now())))
                .isFalse();
        assertThat(again(of).disputed()).isZero();
    }

    @Test
    void disputeWorkedOutOnWhatWasLeftBeforeAnotherThenNothing() {
        Refundable of = credited();
        kept("r1", of, 400);
        assertThat(get(withdraw(unknown(of), of, 600))).isFalse();
    }

    @Test
    void disputeOfAnOrderThatWasChangedSinceThenNothing() {
        Refundable of = credited();
        run("UPDATE recharge.recharge SET version = version + 1");
        assertThat(get(withdraw(unknown(of), of, 600))).isFalse();
        run("UPDATE recharge.recharge SET version = version - 1");
    }

    @Test
    void disputeWhileTheOrderIsBeingChangedThenNothing() {
        Refundable of = credited();
        assertThat(Overlap.of(database, "UPDATE recharge.recharge SET version = version + 1",
                withdraw(unknown(of), of, 600))).isFalse();
        run("UPDATE recharge.recharge SET version = version - 1");
    }

    @Test
    void accountsThatHoldBackAreThoseOfOpenDisputes() {
        Refundable of = credited();
        var holdsBack = new R2dbcHoldsBack(database.client());
        Dispute dispute = opened(of, 600);
        assertThat(get(holdsBack.from(of.order().recharge().subscriber()).collectList())).singleElement()
                .satisfies(account -> assertThat(account.value()).isEqualTo("frozen:" + dispute.id()));
        get(reinstate(dispute, again(of), 600));
        assertThat(get(holdsBack.from(of.order().recharge().subscriber()).collectList())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE recharge.refund_step SET actor = 'x'", "DELETE FROM recharge.refund_step",
            "TRUNCATE recharge.refund_step", "UPDATE recharge.dispute_step SET actor = 'x'",
            "DELETE FROM recharge.dispute_step", "TRUNCATE recharge.dispute_step"})
    void stepsWhenChangedThenRefused(String sql) {
        Refundable of = credited();
        kept("r1", of, 400);
        opened(again(of), 600);
        assertThatThrownBy(() -> run(sql)).hasMessageContaining("append-only");
    }

    @Test
    void stateOfTheOrderStaysThroughAll() {
        Refundable of = credited();
        get(refunds.change(kept("r1", of, 400), succeeded()));
        opened(again(of), 600);
        assertThat(again(of).order().state()).isEqualTo(RechargeState.CREDITED);
    }
}
