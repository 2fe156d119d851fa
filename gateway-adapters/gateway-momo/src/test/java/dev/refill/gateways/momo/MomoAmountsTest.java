package dev.refill.gateways.momo;

import java.util.Currency;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.gateway.Money;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MomoAmountsTest {

    /** One hundred thousand of each currency that wallets hold, kept apart from the table. */
    private static final Map<String, String> ONE_HUNDRED_THOUSAND = Map.ofEntries(entry("EUR", "100000.00"),
            entry("GHS", "100000.00"), entry("GNF", "100000"), entry("LRD", "100000.00"), entry("NGN", "100000.00"),
            entry("RWF", "100000"), entry("SSP", "100000.00"), entry("SZL", "100000.00"), entry("UGX", "100000"),
            entry("XAF", "100000"), entry("XOF", "100000"), entry("ZAR", "100000.00"),
            entry("ZMW", "100000.00"));

    /** Every ISO 4217 code: what we send of it, and back; or that it is not sent. */
    @ParameterizedTest
    @MethodSource("currencies")
    void everyCurrencyThenOneHundredThousandUnitsThereAndBackOrNotSent(Currency currency) {
        var money = new Money(100_000L * power(Math.max(0, currency.getDefaultFractionDigits())), currency);
        var expected = ONE_HUNDRED_THOUSAND.get(currency.getCurrencyCode());
        if (expected == null) {
            assertThatThrownBy(() -> MomoAmounts.toMomo(money)).isInstanceOf(UnpayableAmountException.class);
        } else {
            assertThat(MomoAmounts.toMomo(money)).isEqualTo(expected);
            assertThat(MomoAmounts.fromMomo(expected, currency.getCurrencyCode())).isEqualTo(money);
        }
    }

    @Test
    void everyRowThenTheMinorUnitsOfItsCurrency() {
        assertThat(MomoAmounts.DECIMALS).hasSameSizeAs(ONE_HUNDRED_THOUSAND)
                .allSatisfy((code, decimals) -> assertThat(decimals)
                        .isEqualTo(Currency.getInstance(code).getDefaultFractionDigits()));
    }

    @ParameterizedTest
    @CsvSource({"1,EUR,0.01", "1000,EUR,10.00", "1,UGX,1", "1500,UGX,1500", "123,GHS,1.23"})
    void toMomoThenItsDecimals(long minor, String currency, String expected) {
        assertThat(MomoAmounts.toMomo(Money.of(minor, currency))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"10,EUR,1000", "10.0,EUR,1000", "10.05,EUR,1005", "10.0500,EUR,1005", "1500,UGX,1500",
            "1500.00,UGX,1500", "999999999999999,EUR,99999999999999900", "0,XAF,0"})
    void fromMomoThenMinorUnits(String amount, String currency, long minor) {
        assertThat(MomoAmounts.fromMomo(amount, currency)).isEqualTo(Money.of(minor, currency));
    }

    @ParameterizedTest
    @CsvSource({"'',EUR", "-1,EUR", "+1,EUR", "1e3,EUR", "' 1',EUR", "1.,EUR", ".5,EUR", "'1,5',EUR", "1.005,EUR",
            "1500.5,UGX", "1.00000,EUR", "9999999999999999,EUR", "٣,EUR", "NaN,EUR", "10,KES", "10,USD", "10,XAU"})
    void fromMomoWhenItIsNoAmountOfAWalletThenRefused(String amount, String currency) {
        assertThatThrownBy(() -> MomoAmounts.fromMomo(amount, currency)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Currency> currencies() {
        return List.copyOf(Currency.getAvailableCurrencies());
    }

    private static long power(int decimals) {
        return List.of(1L, 10L, 100L, 1_000L, 10_000L).get(decimals);
    }
}
