package dev.refill.recharge.refund;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.refill.gateway.Money;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.TestOrders;

import static org.assertj.core.api.Assertions.assertThat;

class RefundableTest {

    private static final Money CAPTURED = Money.of(1_000, "USD");
    private static final int CASES = Integer.getInteger("cases", 5_000);
    /** Of a price and of a bonus. */
    private static final long MOST = 1_000_000_000_000L;

    /** Of an order of 1000 that bought 1000 of credit and 100 of bonus. */
    private static Refundable of(RechargeState state, long refunding, long disputed, long credit, long bonus) {
        return new Refundable(TestOrders.onHostedPage(state), 7, CAPTURED, refunding, 0, disputed, credit, bonus);
    }

    @ParameterizedTest
    @CsvSource({
            // gone before: money, credit, bonus; now: money, credit, bonus
            "0,   0,   0,     1000, 1000, 100",
            "0,   0,   0,      333,  333,  34",
            "333, 333, 34,     667,  667,  66",
            "0,   0,   0,        1,    1,   1",
            "1,   1,   1,        9,    9,   0",
            "10,  10,  1,        1,    1,   1"})
    void creditLeavesInProportionAndTheWholeIsTheWhole(long refunding, long credit, long bonus, long amount,
            long creditNow, long bonusNow) {
        Refundable of = of(RechargeState.CREDITED, refunding, 0, credit, bonus);
        assertThat(of.creditFor(amount).value()).isEqualTo(creditNow);
        assertThat(of.bonusFor(amount).value()).isEqualTo(bonusNow);
    }

    @Test
    void whateverThePartsAndWhicheverFailTheyAddUpToWhatWasGiven() {
        Random random = new Random(11);
        for (int run = 0; run < CASES; run++) {
            Money captured = Money.of(upTo(random, MOST), "USD");
            long given = random.nextInt(4) == 0 ? 0 : upTo(random, MOST);
            Order order = TestOrders.credited(captured, given);
            long gone = 0;
            long credit = 0;
            long bonus = 0;
            while (gone < captured.minor()) {
                long amount = 1 + random.nextLong(captured.minor() - gone);
                Refundable of = new Refundable(order, 7, captured, gone, 0, 0, credit, bonus);
                long creditNow = of.creditFor(amount).value();
                long bonusNow = of.bonusFor(amount).value();
                if (random.nextInt(4) > 0) {
                    gone += amount;
                    credit += creditNow;
                    bonus += bonusNow;
                }
            }
            assertThat(credit).isEqualTo(captured.minor());
            assertThat(bonus).as("of %s", captured).isEqualTo(given);
        }
    }

    /** As many small ones as large ones. */
    private static long upTo(Random random, long most) {
        return 1 + random.nextLong(1L << (1 + random.nextInt(40))) % most;
    }

    @Test
    void whatIsDisputedCannotAlsoBeRefunded() {
        assertThat(of(RechargeState.CREDITED, 300, 500, 800, 80).left()).isEqualTo(200);
        assertThat(of(RechargeState.CREDITED, 300, 1_000, 1_300, 130).left()).isZero();
    }

    @Test
    void anOrderThatWasNeverCreditedHasNoCreditToTake() {
        assertThat(of(RechargeState.IN_REVIEW, 0, 0, 0, 0).creditFor(500).value()).isZero();
        assertThat(of(RechargeState.RETURNED, 0, 0, 0, 0).creditFor(500).value()).isZero();
    }

    @Test
    void moneyThatCameBackToAReturnedOrderCanBeAskedForAgain() {
        assertThat(of(RechargeState.RETURNED, 0, 0, 0, 0).isSettled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATED", "CHARGING", "REQUIRES_ACTION", "UNKNOWN", "PAID", "DECLINED", "EXPIRED"})
    void nothingGoesBackBeforeItIsDecidedWhetherCreditWasGiven(RechargeState state) {
        assertThat(of(state, 0, 0, 0, 0).isSettled()).isFalse();
    }

    @Test
    void largestAmountsDoNotOverflow() {
        var order = TestOrders.onHostedPage(RechargeState.CREDITED);
        var of = new Refundable(order, 0, Money.of(1_000_000_000_000L, "USD"), 0, 0, 0, 0, 0);
        assertThat(of.creditFor(999_999_999_999L).value()).isEqualTo(1_000);
    }
}
