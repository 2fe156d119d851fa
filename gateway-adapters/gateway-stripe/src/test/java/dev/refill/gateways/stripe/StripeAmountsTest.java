package dev.refill.gateways.stripe;

import java.util.Currency;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.gateway.Money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StripeAmountsTest {

    /** As Stripe lists them (docs.stripe.com/currencies#zero-decimal), without UGX, which it treats specially. */
    private static final Set<String> WHOLE_UNITS = Set.of("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG",
            "RWF", "VND", "VUV", "XAF", "XOF", "XPF");
    private static final Set<String> TWO_DECIMALS_THOUGH_NONE = Set.of("ISK", "UGX");

    /** Every ISO 4217 code: what we send for one hundred thousand of the currency, and back. */
    @ParameterizedTest
    @MethodSource("currencies")
    void everyCurrencyThenOneHundredThousandUnitsThereAndBack(Currency currency) {
        var money = new Money(100_000L * power(currency.getDefaultFractionDigits()), currency);
        var amount = StripeAmounts.toStripe(money);
        assertThat(amount).isEqualTo(100_000L * power(stripeDecimals(currency)));
        assertThat(StripeAmounts.fromStripe(amount, StripeAmounts.currency(money))).isEqualTo(money);
    }

    @ParameterizedTest
    @CsvSource({"1000,EUR,1000", "500,JPY,500", "5,ISK,500", "1500,UGX,150000", "1230,KWD,1230", "100,MGA,1",
            "1,USD,1"})
    void toStripeThenItsSmallestUnit(long minor, String currency, long expected) {
        assertThat(StripeAmounts.toStripe(Money.of(minor, currency))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BHD", "JOD", "KWD", "OMR", "TND"})
    void toStripeWhenThirdDecimalIsNotZeroThenRefused(String currency) {
        assertThatThrownBy(() -> StripeAmounts.toStripe(Money.of(1_001, currency)))
                .isInstanceOf(UnpayableAmountException.class);
    }

    @Test
    void toStripeWhenPartOfAWholeUnitThenRefused() {
        assertThatThrownBy(() -> StripeAmounts.toStripe(Money.of(150, "MGA")))
                .isInstanceOf(UnpayableAmountException.class);
    }

    @Test
    void toStripeWhenAmountOverflowsThenRefused() {
        assertThatThrownBy(() -> StripeAmounts.toStripe(Money.of(Long.MAX_VALUE / 2, "UGX")))
                .isInstanceOf(UnpayableAmountException.class);
    }

    @Test
    void toStripeWhenTheLargestThatFitsThenSentAndOneMoreIsRefused() {
        long largest = Long.MAX_VALUE / 100;
        assertThat(StripeAmounts.toStripe(Money.of(largest, "UGX"))).isEqualTo(largest * 100);
        assertThatThrownBy(() -> StripeAmounts.toStripe(Money.of(largest + 1, "UGX")))
                .hasMessageContaining("at most " + largest);
    }

    @Test
    void fromStripeWhenDecimalsThatMustBeZeroAreNotThenRefused() {
        assertThatThrownBy(() -> StripeAmounts.fromStripe(501, "isk")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAU", "XXX", "XTS"})
    void toStripeWhenCodeIsNoMoneyThenRefused(String code) {
        assertThatThrownBy(() -> StripeAmounts.toStripe(Money.of(1, code)))
                .isInstanceOf(UnpayableAmountException.class);
    }

    private static List<Currency> currencies() {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                .toList();
    }

    private static int stripeDecimals(Currency currency) {
        if (WHOLE_UNITS.contains(currency.getCurrencyCode())) {
            return 0;
        }
        return TWO_DECIMALS_THOUGH_NONE.contains(currency.getCurrencyCode()) ? 2 : currency.getDefaultFractionDigits();
    }

    private static long power(int decimals) {
        return List.of(1L, 10L, 100L, 1_000L, 10_000L).get(decimals);
    }
}
