package dev.refill.recharge.order;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.bucket.Buckets;
import dev.refill.gateway.Money;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.HistoryLine;
import dev.refill.ledger.PostOutcome;
import dev.refill.recharge.CreditBalance;
import dev.refill.recharge.CreditBalance.Ending;
import dev.refill.recharge.CreditHistory;
import dev.refill.recharge.ReadCredit;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.refund.RefundDesk;
import dev.refill.recharge.refund.RequestOutcome;
import dev.refill.recharge.refund.RequestRefund;

import static org.assertj.core.api.Assertions.assertThat;

/** Credit that lasts for thirty days, from the order to the refund. Ten dollars buy 1,100. */
@Execution(ExecutionMode.SAME_THREAD)
class CreditTermsIT {

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private RechargeOffice office = office("lot");

    private static RechargeOffice office(String policy) {
        return new RechargeOffice("refill.offers.catalog[0].lasts=30d", "refill.offers.catalog[0].top-up=" + policy);
    }

    @AfterEach
    void booksAgree() {
        assertThat(office.breaks()).isEmpty();
        office.close();
    }

    /** @return the bucket of an order's own */
    private AccountId recharged(String claim) {
        assertThat(office.start(RechargeOffice.tenDollars(claim))).isNotNull();
        Order order = office.theOrder(claim);
        assertThat(order.state()).isEqualTo(RechargeState.CREDITED);
        return new AccountId(AccountId.bucketOf(order.recharge().subscriber().value()) + ":" + order.id());
    }

    private CreditBalance balance() {
        List<CreditBalance> all = office.the(ReadCredit.class).of(RechargeOffice.SUBSCRIBER)
                .blockOptional(LONGEST).orElseThrow();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private void refund(String claim) {
        RequestOutcome outcome = office.the(RefundDesk.class)
                .request(new RequestRefund.Command("refund of " + claim, office.theOrder(claim).id(),
                        Money.of(1_000, "USD"), "a test", 0, "anna"))
                .blockOptional(LONGEST).orElseThrow();
        assertThat(outcome).isInstanceOf(RequestOutcome.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({"extend, 60", "latest, 31"})
    void secondTopUpMovesTheEndOfAll(String policy, int days) {
        office.close();
        office = office(policy);
        Instant first = office.clock.instant();
        recharged("c1");
        assertThat(balance().ends()).isEqualTo(new Ending(1_100, first.plus(MONTH)));
        office.clock.advance(DAY);
        recharged("c2");
        assertThat(balance().ends()).isEqualTo(new Ending(2_200, first.plus(Duration.ofDays(days))));
    }

    @Test
    void lotsEndOneByOneAndEachRefundTakesItsOwn() {
        Instant first = office.clock.instant();
        AccountId lot = recharged("c1");
        office.clock.advance(DAY);
        AccountId second = recharged("c2");
        assertThat(balance().spendable()).isEqualTo(2_200);
        assertThat(balance().ends()).isEqualTo(new Ending(1_100, first.plus(MONTH)));

        assertThat(office.spend("call", lot, 400)).isInstanceOf(PostOutcome.Created.class);
        refund("c1");
        assertThat(balance().spendable()).as("what is unspent of its own, not of the other").isEqualTo(1_100);
        assertThat(balance().owed()).isEqualTo(400);
        assertThat(balance().ends()).isEqualTo(new Ending(1_100, first.plus(DAY).plus(MONTH)));

        office.clock.advance(DAY);
        AccountId third = recharged("c3");
        assertThat(balance().owed()).as("what is owed comes first").isZero();
        assertThat(balance().spendable()).isEqualTo(1_800);
        assertThat(office.spend("another_call", second, 1_100)).isInstanceOf(PostOutcome.Created.class);
        assertThat(balance().ends()).isEqualTo(new Ending(700, first.plus(DAY).plus(DAY).plus(MONTH)));
        assertThat(office.spend("the_last_call", third, 700)).isInstanceOf(PostOutcome.Created.class);
        assertThat(balance().ends()).isNull();
        assertThat(office.the(CreditHistory.class).of(RechargeOffice.SUBSCRIBER, null, 200).block(LONGEST))
                .extracting(HistoryLine::kind)
                .containsExactly("usage", "usage", "recharge", "refund", "usage", "recharge", "recharge");
    }

    @Test
    void creditThatHasEndedCannotBeSpentAndIsOwedIfItsMoneyGoesBack() {
        recharged("c1");
        office.clock.advance(MONTH);
        assertThat(balance().spendable()).isZero();
        office.clock.advance(Duration.ofDays(2));
        assertThat(office.the(Buckets.class).expire(office.clock.instant(), 10).block(LONGEST))
                .isEqualTo(1);
        refund("c1");
        assertThat(balance().owed()).isEqualTo(1_100);
    }
}
