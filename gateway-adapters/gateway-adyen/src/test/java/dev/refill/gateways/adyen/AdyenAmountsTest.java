package dev.refill.gateways.adyen;

import java.util.Currency;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.gateway.Money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdyenAmountsTest {

    /** Those that Adyen marks as differing from the standard. */
    private static final Map<String, Integer> DIFFERENT = Map.of("CLP", 2, "CVE", 0, "IDR", 0, "ISK", 2);

    /** Every ISO 4217 code: what we send for one hundred thousand of the currency, and back. */
    @ParameterizedTest
    @MethodSource("currencies")
    void everyCurrencyThenOneHundredThousandUnitsThereAndBack(Currency currency) {
        var money = new Money(100_000L * power(currency.getDefaultFractionDigits()), currency);
        var amount = AdyenAmounts.toAdyen(money);
        assertThat(amount).isEqualTo(100_000L * power(
                DIFFERENT.getOrDefault(currency.getCurrencyCode(), currency.getDefaultFractionDigits())));
        assertThat(AdyenAmounts.fromAdyen(amount, currency.getCurrencyCode())).isEqualTo(money);
    }

    /** Every code of Adyen's own table has the decimals that stand there. */
    @ParameterizedTest
    @MethodSource("documentedCurrencies")
    void everyDocumentedCurrencyThenItsDecimals(String documented) {
        var pair = documented.split(" ", 2);
        var currency = Currency.getInstance(pair[0]);
        var one = new Money(power(currency.getDefaultFractionDigits()), currency);
        assertThat(AdyenAmounts.toAdyen(one)).isEqualTo(power(Integer.parseInt(pair[1])));
    }

    @ParameterizedTest
    @CsvSource({"1000,EUR,1000", "500,JPY,500", "5,ISK,500", "5,CLP,500", "150000,IDR,1500", "100,CVE,1",
            "1230,KWD,1230", "1,USD,1"})
    void toAdyenThenItsMinorUnit(long minor, String currency, long expected) {
        assertThat(AdyenAmounts.toAdyen(Money.of(minor, currency))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IDR", "CVE"})
    void toAdyenWhenPartOfAWholeUnitThenRefused(String currency) {
        assertThatThrownBy(() -> AdyenAmounts.toAdyen(Money.of(150, currency)))
                .isInstanceOf(UnpayableAmountException.class);
    }

    @Test
    void toAdyenWhenTheLargestThatFitsThenSentAndOneMoreIsRefused() {
        long largest = Long.MAX_VALUE / 100;
        assertThat(AdyenAmounts.toAdyen(Money.of(largest, "ISK"))).isEqualTo(largest * 100);
        assertThatThrownBy(() -> AdyenAmounts.toAdyen(Money.of(largest + 1, "ISK")))
                .hasMessageContaining("at most " + largest);
    }

    @Test
    void fromAdyenWhenPartOfAWholeUnitThenRefused() {
        assertThatThrownBy(() -> AdyenAmounts.fromAdyen(501, "ISK")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eur", "", "zzz", "Euro"})
    void fromAdyenWhenNoCurrencyThenRefused(String currency) {
        assertThatThrownBy(() -> AdyenAmounts.fromAdyen(1, currency)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAU", "XXX", "XTS"})
    void toAdyenWhenCodeIsNoMoneyThenRefused(String code) {
        assertThatThrownBy(() -> AdyenAmounts.toAdyen(Money.of(1, code)))
                .isInstanceOf(UnpayableAmountException.class);
    }

    private static List<Currency> currencies() {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                .toList();
    }

    private static List<String> documentedCurrencies() {
        return Documented.lines("documented-currencies.txt");
    }

    private static long power(int decimals) {
        return List.of(1L, 10L, 100L, 1_000L, 10_000L).get(decimals);
    }
}
