package dev.refill.finance.bank.camt;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;

/**
 * What several transactions were booked as. Nothing is there that was not told.
 *
 * @param messageId of the order that they came with
 * @param paymentInformationId of the part of that order
 * @param transactions how many
 * @param total of them
 */
public record Batch(@Nullable String messageId, @Nullable String paymentInformationId, @Nullable Integer transactions,
        @Nullable Money total) {}
