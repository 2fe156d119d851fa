package dev.refill.gateway.amount;

import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.gateway.Money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AmountTableTest {

    private static final AmountTable ISO = AmountTable.ofIso4217();
    /** Finer than ISO 4217 has it, and coarser. */
    private static final AmountTable TABLE = ISO.except(Map.of("ISK", 2, "MGA", 0)).endingInZero(Set.of("KWD"));

    /** Every ISO 4217 code that is money, without exceptions: the same number on both sides. */
    @ParameterizedTest
    @MethodSource("currencies")
    void everyCurrencyThenItsMinorUnitsThereAndBack(Currency currency) {
        var money = new Money(123_450, currency);
        assertThat(ISO.units(money)).isEqualTo(123_450);
        assertThat(ISO.ofUnits(123_450, currency.getCurrencyCode())).isEqualTo(money);
        assertThat(ISO.ofDecimal(ISO.decimal(money), currency.getCurrencyCode())).isEqualTo(money);
    }

    /** And each that is none. */
    @ParameterizedTest
    @MethodSource("noCurrencies")
    void everyCodeThatIsNoMoneyThenRefusedBothWays(Currency code) {
        var money = new Money(1, code);
        assertThatThrownBy(() -> ISO.units(money)).isInstanceOf(UnpayableAmountException.class);
        assertThatThrownBy(() -> ISO.decimal(money)).isInstanceOf(UnpayableAmountException.class);
        assertThatThrownBy(() -> ISO.ofUnits(1, code.getCurrencyCode())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ISO.ofDecimal("1", code.getCurrencyCode()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"5,ISK,500,5.00", "100,MGA,1,1", "1000,EUR,1000,10.00", "0,MGA,0,0", "1230,KWD,1230,1.230"})
    void exceptionThenItsDecimalsThereAndBack(long minor, String currency, long units, String decimal) {
        var money = Money.of(minor, currency);
        assertThat(TABLE.units(money)).isEqualTo(units);
        assertThat(TABLE.ofUnits(units, currency)).isEqualTo(money);
        assertThat(TABLE.decimal(money)).isEqualTo(decimal);
        assertThat(TABLE.ofDecimal(decimal, currency)).isEqualTo(money);
    }

    @ParameterizedTest
    @CsvSource({"150,MGA", "1231,KWD"})
    void unitsWhenTheProviderCannotExpressThemThenRefused(long minor, String currency) {
        assertThatThrownBy(() -> TABLE.units(Money.of(minor, currency))).isInstanceOf(UnpayableAmountException.class);
        assertThatThrownBy(() -> TABLE.decimal(Money.of(minor, currency))).isInstanceOf(UnpayableAmountException.class);
    }

    /** Not by the exception that says that nothing was sent. */
    @Test
    void ofUnitsWhenPartOfOurMinorUnitThenUnreadable() {
        assertThatThrownBy(() -> TABLE.ofUnits(501, "ISK")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a multiple of 100");
    }

    @Test
    void unitsWhenTheLargestThatFitsThenItAndOneMoreIsRefused() {
        long largest = Long.MAX_VALUE / 100;
        assertThat(TABLE.units(Money.of(largest, "ISK"))).isEqualTo(largest * 100);
        assertThatThrownBy(() -> TABLE.units(Money.of(largest + 1, "ISK"))).hasMessageContaining("at most " + largest);
    }

    @Test
    void onlyThenAnyOtherCurrencyIsRefusedBothWays() {
        var euros = ISO.only(Set.of("EUR"));
        assertThat(euros.units(Money.of(1, "EUR"))).isOne();
        assertThat(euros.ofDecimal("0.01", "EUR")).isEqualTo(Money.of(1, "EUR"));
        assertThatThrownBy(() -> euros.units(Money.of(1, "USD"))).hasMessageContaining("expected one of: [EUR]");
        assertThatThrownBy(() -> euros.ofUnits(1, "USD")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> euros.ofDecimal("1", "USD")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"10,EUR,1000", "10.0500,EUR,1005", "1500.00,UGX,1500", "999999999999999,EUR,99999999999999900",
            "999999999999999.9999,CLF,9999999999999999999"})
    void ofDecimalThenMinorUnitsIfTheyFit(String amount, String currency, String minor) {
        if (minor.length() < 19) {
            assertThat(ISO.ofDecimal(amount, currency)).isEqualTo(Money.of(Long.parseLong(minor), currency));
        } else {
            assertThatThrownBy(() -> ISO.ofDecimal(amount, currency)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1e3", " 1", "1.", ".5", "1,5", "1.005", "1.00000", "9999999999999999",
            "٣", "NaN"})
    void ofDecimalWhenItIsNoAmountThenRefused(String amount) {
        assertThatThrownBy(() -> ISO.ofDecimal(amount, "EUR")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eur", "", "zzz", "Euro"})
    void whenNoCurrencyThenRefused(String currency) {
        assertThatThrownBy(() -> ISO.ofUnits(1, currency)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ISO.ofDecimal("1", currency)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5})
    void exceptWhenNoDecimalsOfMoneyThenRefused(int decimals) {
        assertThatThrownBy(() -> ISO.except(Map.of("EUR", decimals))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void exceptFromNoDecimalsToFourThenTaken() {
        var table = ISO.except(Map.of("EUR", 0, "USD", 4));
        assertThat(table.units(Money.of(500, "EUR"))).isEqualTo(5);
        assertThat(table.units(Money.of(500, "USD"))).isEqualTo(50_000);
    }

    private static List<Currency> currencies() {
        return codes(true);
    }

    private static List<Currency> noCurrencies() {
        return codes(false);
    }

    private static List<Currency> codes(boolean money) {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> (currency.getDefaultFractionDigits() >= 0) == money)
                .toList();
    }
}
