package dev.refill.finance.reconcile.rule;

import java.math.BigInteger;
import java.util.Currency;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.finance.reconcile.rule.Finding.Broken;
import dev.refill.finance.reconcile.rule.Finding.Difference;
import dev.refill.finance.reconcile.rule.Rule.Action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RulesTest {

    private static final Currency USD = Currency.getInstance("USD");

    @ParameterizedTest
    @CsvSource({
            "AMOUNT,  5, USD, 0, true", "AMOUNT, -5, USD, 0, true", "AMOUNT, 6, USD, 0, false",
            "AMOUNT, -6, USD, 0, false",
            "AMOUNT,  5, EUR, 0, false", "AMOUNT, 5, USD, 2, true", "AMOUNT, 5, USD, 3, false", "FEE, 5, USD, 0, false",
            "AMOUNT, -9223372036854775808, USD, 0, false"})
    void decideWhenClassCurrencyDifferenceAndDaysFitThenTheRule(BreakClass about, long minor, String currency,
            long days,
            boolean fits) {
        Rules rules = new Rules(List.of(rule("cents", 1, "", USD, 5, 2)));

        assertThat(rules.decide(TestLines.KEY, broken(about, minor, currency, days)).isPresent()).isEqualTo(fits);
    }

    @Test
    void decideWhenSeveralFitThenTheFirstByPriority() {
        Rules rules = new Rules(List.of(rule("late", 20, "", null, 9, 0), rule("early", 10, "", null, 9, 0),
                rule("other-key", 5, "refund:", null, 9, 0), rule("tighter", 1, "", null, 1, 0)));

        assertThat(rules.decide(TestLines.KEY, broken(BreakClass.AMOUNT, 2, "USD", 0)).map(Rule::id)).contains("early");
    }

    @Test
    void decideWhenTheDifferenceIsNotKnownThenNoRule() {
        Rules rules = new Rules(List.of(rule("all", 1, "", null, Long.MAX_VALUE, 9)));

        assertThat(rules.decide(TestLines.KEY, new Broken(BreakClass.AMOUNT, null, 0, "several currencies"))).isEmpty();
    }

    @Test
    void ruleWhenItHasNoReasonThenRefused() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Rule("a", 1, BreakClass.AMOUNT, "", null, 0, 0, Action.RESOLVE, " "));
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Rule("a", 1, BreakClass.AMOUNT, "", null, -1, 0, Action.RESOLVE, "why"));
    }

    private static Rule rule(String id, int priority, String prefix, @Nullable Currency currency, long tolerance,
            int days) {
        return new Rule(id, priority, BreakClass.AMOUNT, prefix, currency, tolerance, days, Action.RESOLVE, "why");
    }

    private static Broken broken(BreakClass about, long minor, String currency, long days) {
        return new Broken(about, new Difference(BigInteger.valueOf(minor), Currency.getInstance(currency)), days, "so");
    }
}
