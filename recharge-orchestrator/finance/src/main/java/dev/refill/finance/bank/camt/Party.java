package dev.refill.finance.bank.camt;

import org.jspecify.annotations.Nullable;

/**
 * Who pays or is paid.
 *
 * @param account an IBAN or another number
 */
public record Party(@Nullable String name, @Nullable String account) {}
