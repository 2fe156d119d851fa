package dev.refill.finance.reconcile.breaks;

import java.math.BigDecimal;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LimitsTest {

    @Test
    void ofWhenCurrenciesHaveOtherDecimalsThenMinorUnits() {
        assertThat(Limits
                .of(Map.of("USD", new BigDecimal("10.5"), "JPY", new BigDecimal("1000"), "KWD",
                        new BigDecimal("1.001")))
                .minor()).isEqualTo(Map.of("USD", 1_050L, "JPY", 1_000L, "KWD", 1_001L));
    }

    @ParameterizedTest
    @CsvSource({"USD, 0.001", "JPY, 0.5", "USD, -1", "usd, 1", "XXX, 1", "USD, 1e30"})
    void ofWhenItIsNoAmountOfACurrencyThenRefused(String currency, BigDecimal amount) {
        assertThatIllegalArgumentException().isThrownBy(() -> Limits.of(Map.of(currency, amount)))
                .withMessageContaining(currency);
    }
}
