package dev.refill.sandbox.stripe.payment;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Params;
import dev.refill.sandbox.stripe.wire.Refusal;

/** Amounts and currencies within Stripe's limits. */
public final class Amounts {

    private static final long LARGEST = 99_999_999L;
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies()
            .stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(currency -> currency.getCurrencyCode().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    /** Stripe's smallest charges, where they are documented. */
    private static final Map<String, Long> SMALLEST = Map.ofEntries(Map.entry("usd", 50L), Map.entry("aed", 200L),
            Map.entry("aud", 50L), Map.entry("brl", 50L), Map.entry("cad", 50L), Map.entry("chf", 50L),
            Map.entry("czk", 1500L), Map.entry("dkk", 250L), Map.entry("eur", 50L), Map.entry("gbp", 30L),
            Map.entry("hkd", 400L), Map.entry("huf", 17_500L), Map.entry("inr", 50L), Map.entry("jpy", 50L),
            Map.entry("mxn", 1000L), Map.entry("myr", 200L), Map.entry("nok", 300L), Map.entry("nzd", 50L),
            Map.entry("pln", 200L), Map.entry("ron", 200L), Map.entry("sek", 300L), Map.entry("sgd", 50L),
            Map.entry("thb", 1000L));

    private Amounts() {}

    public static String currency(Params params) {
        String given = params.requiredText("currency");
        String currency = given.toLowerCase(Locale.ROOT);
        if (!CURRENCIES.contains(currency)) {
            throw new Refusal(ApiError.invalid(null, "currency", "Invalid currency: " + given
                    + ". Stripe currently supports the ISO 4217 currencies in use."));
        }
        return currency;
    }

    /** @param amount minor units, as given under {@code param} */
    public static long within(long amount, String currency, String param) {
        if (amount < 1) {
            throw new Refusal(ApiError.invalid("parameter_invalid_integer", param,
                    "This value must be greater than or equal to 1."));
        }
        if (amount > LARGEST) {
            throw new Refusal(ApiError.invalid("amount_too_large", param,
                    "Amount must be no more than " + LARGEST + " " + currency + " in its smallest unit"));
        }
        long smallest = SMALLEST.getOrDefault(currency, 1L);
        if (amount < smallest) {
            throw new Refusal(ApiError.invalid("amount_too_small", param,
                    "Amount must be at least " + smallest + " " + currency + " in its smallest unit"));
        }
        return amount;
    }
}
