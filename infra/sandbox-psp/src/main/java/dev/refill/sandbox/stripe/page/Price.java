package dev.refill.sandbox.stripe.page;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/** Amounts as people read them. */
final class Price {

    /** Stripe's own table, which differs from ISO 4217 (ISK and UGX have two decimals, MGA has none). */
    private static final Set<String> WITHOUT_DECIMALS = Set.of("bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga",
            "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf");
    private static final Set<String> WITH_THREE = Set.of("bhd", "jod", "kwd", "omr", "tnd");

    private Price() {}

    static String of(long amount, String currency) {
        return currency.toUpperCase(Locale.ROOT) + " "
                + BigDecimal.valueOf(amount, decimals(currency)).toPlainString();
    }

    private static int decimals(String currency) {
        if (WITHOUT_DECIMALS.contains(currency)) {
            return 0;
        }
        return WITH_THREE.contains(currency) ? 3 : 2;
    }
}
