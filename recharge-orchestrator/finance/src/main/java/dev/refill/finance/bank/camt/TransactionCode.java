package dev.refill.finance.bank.camt;

import org.jspecify.annotations.Nullable;

/**
 * What kind of business an entry is, in the code of ISO 20022, in the bank's own, or in both. Nothing is there that was not told.
 *
 * @param domain for example {@code PMNT}
 * @param family for example {@code RCDT}
 * @param subFamily for example {@code ESCT}
 * @param proprietary the bank's own
 * @param issuer of the bank's own
 */
public record TransactionCode(@Nullable String domain, @Nullable String family, @Nullable String subFamily,
        @Nullable String proprietary, @Nullable String issuer) {}
