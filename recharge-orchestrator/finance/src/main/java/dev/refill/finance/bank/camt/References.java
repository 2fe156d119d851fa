package dev.refill.finance.bank.camt;

import org.jspecify.annotations.Nullable;

/**
 * What a transaction is known by, to whom. Nothing is there that was not told; {@code NOTPROVIDED} is a telling.
 *
 * @param accountServicer to the bank
 * @param endToEnd to payer and payee
 * @param uetr to every bank on the way
 */
public record References(@Nullable String message, @Nullable String accountServicer,
        @Nullable String paymentInformation, @Nullable String instruction, @Nullable String endToEnd,
        @Nullable String uetr, @Nullable String transaction, @Nullable String mandate, @Nullable String cheque,
        @Nullable String clearingSystem) {}
