package dev.refill.gateway;

import java.util.Currency;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MoneyTest {

    private static final Money TEN_DOLLARS = Money.of(1_000, "USD");

    @Test
    void ofThenThatManyMinorUnitsOfThatCurrency() {
        assertThat(TEN_DOLLARS).isEqualTo(new Money(1_000, Currency.getInstance("USD")));
    }

    @Test
    void zeroIsMoneyAndLessIsNot() {
        assertThat(Money.of(0, "USD").minor()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(-1, "USD"))
                .withMessage("minor: -1 (expected: zero or positive)");
    }

    @Test
    void ofWhenTheCodeIsNoCurrencyThenRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(1, "usd"));
    }

    @Test
    void plusThenTheExactSum() {
        assertThat(TEN_DOLLARS.plus(Money.of(1, "USD"))).isEqualTo(Money.of(1_001, "USD"));
    }

    @Test
    void plusWhenTheSumIsTooLargeThenRefused() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Money.of(Long.MAX_VALUE, "USD").plus(Money.of(1, "USD")));
    }

    @Test
    void plusWhenTheCurrenciesDifferThenRefused() {
        assertThat(TEN_DOLLARS.isSameCurrencyAs(Money.of(1, "USD"))).isTrue();
        assertThat(TEN_DOLLARS.isSameCurrencyAs(Money.of(1_000, "EUR"))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> TEN_DOLLARS.plus(Money.of(1, "EUR")))
                .withMessage("currency: EUR (expected: USD)");
    }
}
