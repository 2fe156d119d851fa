package dev.refill.recharge.dispute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.DisputeObservation.DisputeLost;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.DisputeWon;
import dev.refill.gateway.DisputeObservation.FundsReinstated;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.FakeGateway.Fault;
import dev.refill.recharge.order.FakeGateway.RefundFault;
import dev.refill.recharge.order.RechargeOffice;
import dev.refill.recharge.order.TestOrders;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundDesk;
import dev.refill.recharge.refund.RefundState;
import dev.refill.recharge.refund.Refundable;
import dev.refill.recharge.refund.RequestOutcome;
import dev.refill.recharge.refund.RequestRefund;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What becomes of money and credit when a customer's bank takes the money back. The tables are worked out by hand: each line
 * is the kind of entry, the account, the unit and by how much it moves. Ten dollars buy 1000 of airtime and 100 of bonus; the
 * provider takes fifteen dollars for a dispute.
 */
class DisputeJourneysIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final ProviderReference DISPUTE = new ProviderReference("du_1");
    private static final DisputeOpened OPENED = new DisputeOpened(DISPUTE, usd(1_000), "fraudulent");
    private static final FundsWithdrawn WITHDRAWN = new FundsWithdrawn(DISPUTE, usd(1_000), usd(1_500));
    private static final DisputeWon WON = new DisputeWon(DISPUTE);
    private static final FundsReinstated REINSTATED = new FundsReinstated(DISPUTE, usd(1_000));
    private static final DisputeLost LOST = new DisputeLost(DISPUTE);
    private static final String RECHARGE = """
            recharge bucket:sub_test0101   airtime:USD +1100
            recharge deferred-revenue      USD         -1000
            recharge gateway-clearing:fake USD         +1000
            recharge issued-bonus          airtime:USD  -100
            recharge issued-credit         airtime:USD -1000
            """;
    private static final String SPENT_400 = """
            usage    bucket:sub_test0101   airtime:USD  -400
            usage    used-credit:voice     airtime:USD  +400
            """;
    private static final String OPENED_UNSPENT = """
            dispute  bucket:sub_test0101   airtime:USD -1100
            dispute  dispute-fees          USD         +1500
            dispute  disputed-funds        USD         +1000
            dispute  frozen:dispute        airtime:USD +1100
            dispute  gateway-clearing:fake USD         -2500
            """;
    private static final String OPENED_PARTLY_SPENT = """
            dispute  bucket:sub_test0101     airtime:USD  -700
            dispute  dispute-fees            USD         +1500
            dispute  disputed-credit         airtime:USD  +400
            dispute  disputed-funds          USD         +1000
            dispute  frozen:dispute          airtime:USD  +700
            dispute  gateway-clearing:fake   USD         -2500
            dispute  receivable:sub_test0101 airtime:USD  -400
            """;

    private final RechargeOffice office = new RechargeOffice();

    @AfterEach
    void booksAndOrdersAreRight() {
        assertThat(office.breaks()).isEmpty();
        office.close();
    }

    private static Money usd(long minor) {
        return Money.of(minor, "USD");
    }

    private static String table(String... parts) {
        return String.join("", parts).lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** The account of what a dispute froze is named after the dispute, whose id is random. */
    private String books() {
        return office.books().replaceAll("frozen:dsp_[0-9a-z]{26}", "frozen:dispute");
    }

    private RechargeId recharged(String claim) {
        // The same within a minute would have to be confirmed.
        office.clock.advance(Duration.ofMinutes(2));
        office.start(RechargeOffice.tenDollars(claim));
        return office.theOrder(claim).id();
    }

    private Mono<Handling> told(DisputeObservation seen) {
        var key = office.theOrder("c1").payment().operationKey();
        return Mono.defer(() -> office.the(GatewayEventHandler.class)
                .handle(new GatewayEvent.DisputeObserved(office.gateway.id(), "evt_d", TestOrders.NOW, null,
                        new ProviderReference("pi_" + key), seen)));
    }

    private void tell(DisputeObservation... news) {
        Flux.concat(Stream.of(news).map(this::told).toList())
                .doOnNext(handling -> assertThat(handling).isEqualTo(new Handling.Done()))
                .blockLast(LONGEST);
    }

    private DisputeState state() {
        return office.the(SettleDispute.class).known(office.gateway.id(), DISPUTE)
                .map(Dispute::state)
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    private Refundable left(RechargeId recharge) {
        return office.the(RefundDesk.class).refundable(recharge).blockOptional(LONGEST).orElseThrow();
    }

    private RequestOutcome ask(String claim, RechargeId recharge, long amount) {
        return office.the(RefundDesk.class)
                .request(new RequestRefund.Command(claim, recharge, usd(amount), "asked by phone",
                        left(recharge).version(), "anna"))
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    @Test
    void openedDisputeFreezesWhatIsUnspent() {
        RechargeId recharge = recharged("c1");
        tell(OPENED);
        assertThat(office.airtime()).as("a question moves nothing").isEqualTo(1_100);
        tell(WITHDRAWN);

        assertThat(books()).isEqualTo(table(RECHARGE, OPENED_UNSPENT));
        assertThat(state()).isEqualTo(DisputeState.OPENED);
        assertThat(left(recharge).left()).isZero();
        assertThat(ask("r1", recharge, 1)).isEqualTo(new RequestOutcome.Exceeds(0));
    }

    @Test
    void wonDisputeGivesBackExactlyWhatWasFrozen() {
        recharged("c1");
        tell(OPENED, WITHDRAWN, WON);
        assertThat(state()).isEqualTo(DisputeState.AWAITING_FUNDS);
        assertThat(office.airtime()).as("credit follows the money").isZero();
        tell(REINSTATED);

        assertThat(books()).isEqualTo(table(RECHARGE, OPENED_UNSPENT, """
                dispute-won bucket:sub_test0101   airtime:USD +1100
                dispute-won disputed-funds        USD         -1000
                dispute-won frozen:dispute        airtime:USD -1100
                dispute-won gateway-clearing:fake USD         +1000
                """));
        assertThat(state()).isEqualTo(DisputeState.WON);
    }

    @Test
    void lostDisputeTakesMoneyAndCreditForGood() {
        RechargeId recharge = recharged("c1");
        tell(OPENED, WITHDRAWN, LOST);

        assertThat(books()).isEqualTo(table(RECHARGE, OPENED_UNSPENT, """
                dispute-lost dispute-losses       USD         +1000
                dispute-lost disputed-funds       USD         -1000
                dispute-lost frozen:dispute       airtime:USD -1100
                dispute-lost issued-bonus         airtime:USD  +100
                dispute-lost issued-credit        airtime:USD +1000
                """));
        assertThat(state()).isEqualTo(DisputeState.LOST);
        assertThat(left(recharge).left()).as("what is lost cannot be refunded").isZero();
    }

    @Test
    void lostDisputeOfSpentCreditLeavesADebtThatTheNextRechargeSettles() {
        recharged("c1");
        office.spend("call-1", 400);
        tell(OPENED, WITHDRAWN, LOST);
        recharged("c2");

        assertThat(books()).isEqualTo(table(RECHARGE, SPENT_400, OPENED_PARTLY_SPENT, """
                dispute-lost dispute-losses          USD         +1000
                dispute-lost disputed-credit         airtime:USD  -400
                dispute-lost disputed-funds          USD         -1000
                dispute-lost frozen:dispute          airtime:USD  -700
                dispute-lost issued-bonus            airtime:USD  +100
                dispute-lost issued-credit           airtime:USD +1000
                recharge     bucket:sub_test0101     airtime:USD  +700
                recharge     deferred-revenue        USD         -1000
                recharge     gateway-clearing:fake   USD         +1000
                recharge     issued-bonus            airtime:USD  -100
                recharge     issued-credit           airtime:USD -1000
                recharge     receivable:sub_test0101 airtime:USD  +400
                """));
        assertThat(office.airtime()).isEqualTo(700);
    }

    @Test
    void wonDisputeOfSpentCreditCancelsTheDebt() {
        recharged("c1");
        office.spend("call-1", 400);
        tell(WITHDRAWN, REINSTATED, WON);

        assertThat(books()).isEqualTo(table(RECHARGE, SPENT_400, OPENED_PARTLY_SPENT, """
                dispute-won bucket:sub_test0101     airtime:USD  +700
                dispute-won disputed-credit         airtime:USD  -400
                dispute-won disputed-funds          USD         -1000
                dispute-won frozen:dispute          airtime:USD  -700
                dispute-won gateway-clearing:fake   USD         +1000
                dispute-won receivable:sub_test0101 airtime:USD  +400
                """));
        assertThat(office.airtime()).isEqualTo(700);
    }

    @Test
    void wonDisputeWhoseDebtWasSettledMeanwhileGivesTheSettledPartToTheBucket() {
        recharged("c1");
        office.spend("call-1", 400);
        tell(OPENED, WITHDRAWN);
        recharged("c2");
        tell(WON, REINSTATED);

        assertThat(books()).endsWith(table("""
                dispute-won bucket:sub_test0101     airtime:USD +1100
                dispute-won disputed-credit         airtime:USD  -400
                dispute-won disputed-funds          USD         -1000
                dispute-won frozen:dispute          airtime:USD  -700
                dispute-won gateway-clearing:fake   USD         +1000
                """));
        assertThat(office.airtime()).as("two recharges, less what was spent").isEqualTo(2 * 1_100 - 400);
    }

    @Test
    void whatIsHeldBackAndOwedIsShownAsLongAsTheDisputeIsOpen() {
        recharged("c1");
        office.spend("call-1", 400);
        tell(OPENED);
        assertThat(office.credit()).isEqualTo("airtime:USD 700 0 0");
        tell(WITHDRAWN);
        assertThat(office.credit()).isEqualTo("airtime:USD 0 700 400");
        tell(WON);
        assertThat(office.credit()).isEqualTo("airtime:USD 0 700 400");
        tell(REINSTATED);
        assertThat(office.credit()).isEqualTo("airtime:USD 700 0 0");
    }

    @Test
    void disputeOfAPartTakesItsShare() {
        RechargeId recharge = recharged("c1");
        tell(new FundsWithdrawn(DISPUTE, usd(333), usd(0)));
        assertThat(office.airtime()).isEqualTo(1_100 - 333 - 34);
        assertThat(left(recharge).left()).isEqualTo(667);
        tell(new FundsReinstated(DISPUTE, usd(333)));
        assertThat(office.airtime()).isEqualTo(1_100);
        assertThat(left(recharge).left()).isEqualTo(1_000);
    }

    @Test
    void enquiryThatEndsAsOneMovesNothing() {
        recharged("c1");
        tell(OPENED, WON);
        assertThat(state()).isEqualTo(DisputeState.DISMISSED);
        assertThat(books()).isEqualTo(table(RECHARGE));
    }

    /** B2. What comes too early is handed over again, as the inbox does. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverTheOrderAndHoweverOftenTheEndIsTheSame(long seed) {
        recharged("c1");
        office.spend("call-1", 400);
        List<DisputeObservation> news = new ArrayList<>(List.of(OPENED, WITHDRAWN, WON, REINSTATED));
        news.addAll(List.copyOf(news));
        Collections.shuffle(news, new Random(seed));

        for (int round = 0; round < 4 && !news.isEmpty(); round++) {
            List<DisputeObservation> early = new ArrayList<>();
            for (DisputeObservation seen : news) {
                if (!(told(seen).block(LONGEST) instanceof Handling.Done)) {
                    early.add(seen);
                }
            }
            news = early;
        }

        assertThat(news).isEmpty();
        assertThat(state()).isEqualTo(DisputeState.WON);
        assertThat(office.airtime()).isEqualTo(700);
        assertThat(books().lines().filter(line -> line.contains("disputed-funds"))).hasSize(2);
    }

    @Test
    void allNewsAtOnceMovesEverythingOnce() {
        recharged("c1");
        tell(OPENED);
        Flux.merge(Stream.of(WITHDRAWN, WITHDRAWN, WITHDRAWN, WON, REINSTATED, WON, REINSTATED, WITHDRAWN)
                .map(this::told)
                .toList())
                .collectList()
                .block(LONGEST);
        tell(WITHDRAWN, WON, REINSTATED);
        assertThat(books()).isEqualTo(table(RECHARGE, OPENED_UNSPENT, """
                dispute-won bucket:sub_test0101   airtime:USD +1100
                dispute-won disputed-funds        USD         -1000
                dispute-won frozen:dispute        airtime:USD -1100
                dispute-won gateway-clearing:fake USD         +1000
                """));
    }

    @Test
    void verdictThatContradictsTheFirstIsForAPerson() {
        recharged("c1");
        tell(WITHDRAWN, LOST);
        assertThatThrownBy(() -> tell(REINSTATED)).hasMessageContaining("expected: nothing more after LOST");
    }

    @Test
    void disputeOfAPaymentThatIsNotOursConcernsNobodyHere() {
        var dispute = new GatewayEvent.DisputeObserved(office.gateway.id(), "evt_d", TestOrders.NOW, null,
                new ProviderReference("of_somebody_else"), WITHDRAWN);
        assertThat(office.the(GatewayEventHandler.class).handle(dispute).block(LONGEST)).isEqualTo(new Handling.Done());
    }

    @Test
    void disputeOfAnOrderThatIsNotCreditedYetWaits() {
        office.gateway.next(Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        assertThat(told(WITHDRAWN).block(LONGEST)).isInstanceOf(Handling.ObjectNotKnownYet.class);
    }

    @Test
    void whatIsRefundedIsNotDisputedTwice() {
        RechargeId recharge = recharged("c1");
        ask("r1", recharge, 400);
        tell(new FundsWithdrawn(DISPUTE, usd(600), usd(0)), LOST);

        assertThat(books()).isEqualTo(table(RECHARGE, """
                refund       bucket:sub_test0101   airtime:USD  -440
                refund       deferred-revenue      USD          +400
                refund       gateway-clearing:fake USD          -400
                refund       issued-bonus          airtime:USD   +40
                refund       issued-credit         airtime:USD  +400
                dispute      bucket:sub_test0101   airtime:USD  -660
                dispute      disputed-funds        USD          +600
                dispute      frozen:dispute        airtime:USD  +660
                dispute      gateway-clearing:fake USD          -600
                dispute-lost dispute-losses        USD          +600
                dispute-lost disputed-funds        USD          -600
                dispute-lost frozen:dispute        airtime:USD  -660
                dispute-lost issued-bonus          airtime:USD   +60
                dispute-lost issued-credit         airtime:USD  +600
                """));
    }

    /** C7. The refund is on its way when the bank takes the money, and so comes back. */
    @Test
    void refundThatADisputeOvertakesLeavesTheCreditToTheDispute() {
        RechargeId recharge = recharged("c1");
        office.gateway.next(RefundFault.TAKE_TIME);
        Refund refund = ((RequestOutcome.Accepted) ask("r1", recharge, 1_000)).refund();
        assertThat(refund.state()).isEqualTo(RefundState.PENDING);
        tell(WITHDRAWN);
        office.gateway.knows(refund.id().operationKey(), new RefundFailed(Objects.requireNonNull(refund.reference()),
                RefundFailureReason.PAYMENT_DISPUTED, "charge_for_pending_refund_disputed"));
        office.resumeAfter(Duration.ofMinutes(2));
        assertThat(office.airtime()).as("what comes back settles what the dispute made a debt").isZero();
        tell(LOST);

        assertThat(books()).isEqualTo(table(RECHARGE, """
                refund        bucket:sub_test0101     airtime:USD -1100
                refund        deferred-revenue        USD         +1000
                refund        gateway-clearing:fake   USD         -1000
                refund        issued-bonus            airtime:USD  +100
                refund        issued-credit           airtime:USD +1000
                dispute       dispute-fees            USD         +1500
                dispute       disputed-credit         airtime:USD +1100
                dispute       disputed-funds          USD         +1000
                dispute       gateway-clearing:fake   USD         -2500
                dispute       receivable:sub_test0101 airtime:USD -1100
                refund-failed deferred-revenue        USD         -1000
                refund-failed gateway-clearing:fake   USD         +1000
                refund-failed issued-bonus            airtime:USD  -100
                refund-failed issued-credit           airtime:USD -1000
                refund-failed receivable:sub_test0101 airtime:USD +1100
                dispute-lost  dispute-losses          USD         +1000
                dispute-lost  disputed-credit         airtime:USD -1100
                dispute-lost  disputed-funds          USD         -1000
                dispute-lost  issued-bonus            airtime:USD  +100
                dispute-lost  issued-credit           airtime:USD +1000
                """));
    }

    /** C7. */
    @Test
    void refundsAndADisputeAtOnceLeaveBooksThatAgree() {
        RechargeId recharge = recharged("c1");
        Flux.merge(
                told(WITHDRAWN),
                Flux.range(0, 8).flatMap(n -> Mono.defer(() -> office.the(RefundDesk.class).refundable(recharge))
                        .flatMap(of -> office.the(RefundDesk.class).request(new RequestRefund.Command("r" + n, recharge,
                                usd(300), "all at once", of.version(), "anna")))
                        .repeat(40)
                        .takeUntil(outcome -> !(outcome instanceof RequestOutcome.Stale))
                        .last(), 8))
                .blockLast(LONGEST);
        long refunded = left(recharge).refunded();
        assertThat(refunded % 300).isZero();
        assertThat(refunded).isLessThanOrEqualTo(900);
        assertThat(left(recharge).disputed()).isEqualTo(1_000);
        tell(REINSTATED, WON);
        assertThat(office.airtime()).isEqualTo((1_000 - refunded) * 11 / 10);
    }
}
