package dev.refill.risk;

import java.math.BigInteger;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RiskPoliciesTest {

    private static final RiskFacts HARMLESS = new RiskFacts(1_000, 0, BigInteger.ZERO, 0, false);

    @ParameterizedTest
    @CsvSource({"0, PASS", "2, PASS", "3, TOO_MANY_FOR_NUMBER", "400, TOO_MANY_FOR_NUMBER"})
    void numberTakesThreeOrdersAnHour(long before, RiskVerdict expected) {
        var facts = new RiskFacts(1_000, before, BigInteger.ZERO, 0, false);
        assertThat(new NumberVelocity(3).assess(facts)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, PASS", "4000, PASS", "4001, AMOUNT_OVER_DAILY_LIMIT",
            "99999999999999999999999, AMOUNT_OVER_DAILY_LIMIT"})
    void numberTakesFiftyADay(BigInteger before, RiskVerdict expected) {
        var facts = new RiskFacts(1_000, 0, before, 0, false);
        assertThat(new DailyAmountLimit(5_000).assess(facts)).isEqualTo(expected);
    }

    @Test
    void repeatWithinAMinuteIsAskedFor() {
        assertThat(new RepeatWithinAMinute().assess(new RiskFacts(1_000, 1, BigInteger.ZERO, 1, false)))
                .isEqualTo(RiskVerdict.CONFIRM_REPEAT);
    }

    @Test
    void confirmedRepeatPasses() {
        assertThat(new RepeatWithinAMinute().assess(new RiskFacts(1_000, 1, BigInteger.ZERO, 1, true)))
                .isEqualTo(RiskVerdict.PASS);
    }

    @Test
    void strongestObjectionCounts() {
        RiskPolicy all = RiskPolicy.strictestOf(List.of(
                facts -> RiskVerdict.CONFIRM_REPEAT,
                facts -> RiskVerdict.AMOUNT_OVER_DAILY_LIMIT,
                facts -> RiskVerdict.PASS));
        assertThat(all.assess(HARMLESS)).isEqualTo(RiskVerdict.AMOUNT_OVER_DAILY_LIMIT);
    }

    @Test
    void noPolicyNoObjection() {
        assertThat(RiskPolicy.strictestOf(List.of()).assess(HARMLESS)).isEqualTo(RiskVerdict.PASS);
    }

    @Test
    void clientIsRefusedBeyondItsBurstAndOtherClientsAreNot() {
        var velocity = Velocity.perSecond(1);
        for (int order = 0; order < 10; order++) {
            assertThat(velocity.admits("app")).isTrue();
        }
        assertThat(velocity.admits("app")).isFalse();
        assertThat(velocity.admits("retail")).isTrue();
    }

    @Test
    void phoneIsAskedSoOftenAndOtherPhonesAreNot() {
        var velocity = Velocity.perHour(3);
        for (int order = 0; order < 3; order++) {
            assertThat(velocity.admits("+233540000001")).isTrue();
        }
        assertThat(velocity.admits("+233540000001")).isFalse();
        assertThat(velocity.admits("+233540000002")).isTrue();
    }
}
