package dev.refill.gateways.acme;

import java.util.Currency;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.gateway.Money;
import dev.refill.gateway.amount.UnpayableAmountException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AcmeAmountsTest {

    /** Those that Acme documents as differing from the standard, kept apart from the table of the code. */
    private static final Map<String, Integer> DIFFERENT = Map.of();

    /** Every ISO 4217 code: what we send for one hundred thousand of the currency, and back. */
    @ParameterizedTest
    @MethodSource("currencies")
    void everyCurrencyThenOneHundredThousandUnitsThereAndBack(Currency currency) {
        var money = new Money(100_000L * power(currency.getDefaultFractionDigits()), currency);
        var amount = AcmeAmounts.toAcme(money);
        assertThat(amount).isEqualTo(100_000L * power(
                DIFFERENT.getOrDefault(currency.getCurrencyCode(), currency.getDefaultFractionDigits())));
        assertThat(AcmeAmounts.fromAcme(amount, currency.getCurrencyCode())).isEqualTo(money);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAU", "XXX", "XTS"})
    void toAcmeWhenCodeIsNoMoneyThenRefused(String code) {
        assertThatThrownBy(() -> AcmeAmounts.toAcme(Money.of(1, code))).isInstanceOf(UnpayableAmountException.class);
    }

    private static List<Currency> currencies() {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                .toList();
    }

    private static long power(int decimals) {
        return List.of(1L, 10L, 100L, 1_000L, 10_000L).get(decimals);
    }
}
