package dev.refill.gateways.paypal;

import java.util.Currency;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.gateway.Money;
import dev.refill.gateway.amount.UnpayableAmountException;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PaypalAmountsTest {

    /** One hundred thousand of each currency that PayPal takes, kept apart from the table. */
    private static final Map<String, String> ONE_HUNDRED_THOUSAND = Map.ofEntries(entry("AUD", "100000.00"),
            entry("BRL", "100000.00"), entry("CAD", "100000.00"), entry("CHF", "100000.00"), entry("CNY", "100000.00"),
            entry("CZK", "100000.00"), entry("DKK", "100000.00"), entry("EUR", "100000.00"), entry("GBP", "100000.00"),
            entry("HKD", "100000.00"), entry("HUF", "100000"), entry("ILS", "100000.00"), entry("JPY", "100000"),
            entry("MXN", "100000.00"), entry("MYR", "100000.00"), entry("NOK", "100000.00"), entry("NZD", "100000.00"),
            entry("PHP", "100000.00"), entry("PLN", "100000.00"), entry("SEK", "100000.00"), entry("SGD", "100000.00"),
            entry("THB", "100000.00"), entry("TWD", "100000"), entry("USD", "100000.00"));

    /** Every ISO 4217 code: what we send of it, and back; or that it is not sent. */
    @ParameterizedTest
    @MethodSource("currencies")
    void everyCurrencyThenOneHundredThousandUnitsThereAndBackOrNotSent(Currency currency) {
        var money = new Money(100_000L * power(Math.max(0, currency.getDefaultFractionDigits())), currency);
        var expected = ONE_HUNDRED_THOUSAND.get(currency.getCurrencyCode());
        if (expected == null) {
            assertThatThrownBy(() -> PaypalAmounts.toPaypal(money)).isInstanceOf(UnpayableAmountException.class);
            assertThatThrownBy(() -> PaypalAmounts.fromPaypal("1", currency.getCurrencyCode()))
                    .isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(PaypalAmounts.toPaypal(money)).isEqualTo(expected);
            assertThat(PaypalAmounts.fromPaypal(expected, currency.getCurrencyCode())).isEqualTo(money);
        }
    }

    @Test
    void everyRowThenACurrencyThatIsListed() {
        assertThat(PaypalAmounts.CURRENCIES).isEqualTo(ONE_HUNDRED_THOUSAND.keySet());
    }

    @ParameterizedTest
    @CsvSource({"1,EUR,0.01", "1000,EUR,10.00", "500,JPY,500", "150000,HUF,1500", "99900,TWD,999", "1,USD,0.01"})
    void toPaypalThenItsDecimals(long minor, String currency, String expected) {
        assertThat(PaypalAmounts.toPaypal(Money.of(minor, currency))).isEqualTo(expected);
    }

    /** PayPal answers a part of a forint with an error; it is not sent. */
    @ParameterizedTest
    @CsvSource({"150001,HUF", "1,TWD", "9223372036854775807,EUR"})
    void toPaypalWhenPaypalHasNoSuchPartOrNoSuchAmountThenRefused(long minor, String currency) {
        assertThatThrownBy(() -> PaypalAmounts.toPaypal(Money.of(minor, currency)))
                .isInstanceOf(UnpayableAmountException.class);
    }

    @ParameterizedTest
    @CsvSource({"10,EUR,1000", "10.0,EUR,1000", "10.05,EUR,1005", "10.0500,EUR,1005", "1500,HUF,150000",
            "1500.00,HUF,150000", "500.00,JPY,500", "999999999999999.99,EUR,99999999999999999", "0,USD,0"})
    void fromPaypalThenMinorUnits(String amount, String currency, long minor) {
        assertThat(PaypalAmounts.fromPaypal(amount, currency)).isEqualTo(Money.of(minor, currency));
    }

    @ParameterizedTest
    @CsvSource({"'',EUR", "-1,EUR", "+1,EUR", "1e3,EUR", "' 1',EUR", "1.,EUR", ".5,EUR", "'1,5',EUR", "1.005,EUR",
            "500.5,JPY", "1.00000,EUR", "9999999999999999,EUR", "٣,EUR", "NaN,EUR", "10,KES", "10,XAU"})
    void fromPaypalWhenItIsNoAmountThenRefused(String amount, String currency) {
        assertThatThrownBy(() -> PaypalAmounts.fromPaypal(amount, currency))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"eur", "''", "zzz"})
    void fromPaypalWhenNoCurrencyThenRefused(String currency) {
        assertThatThrownBy(() -> PaypalAmounts.fromPaypal("1", currency)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Currency> currencies() {
        return List.copyOf(Currency.getAvailableCurrencies());
    }

    private static long power(int decimals) {
        return List.of(1L, 10L, 100L, 1_000L, 10_000L).get(decimals);
    }
}
