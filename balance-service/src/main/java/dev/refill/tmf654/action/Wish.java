package dev.refill.tmf654.action;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** What is to be done with an amount. */
public sealed interface Wish {

    /** Credit for a voucher, or for nothing. */
    record Give() implements Wish {}

    /**
     * A recharge.
     *
     * @param offer what is bought
     * @param card the provider's token of a kept card; {@code null}: the customer pays on the provider's page
     */
    record Buy(String offer, @Nullable String card) implements Wish {}

    record Adjust(Direction direction) implements Wish {}

    enum Direction {
        /** Into the bucket, without a payment. */
        CREDIT,
        /** Out of it, for good. */
        DEBIT,
        /** Out of it, as it should never have been given. */
        REVERSAL
    }

    /** Out of what is held by a reservation. */
    record UseUp(String reservation) implements Wish {}

    /** @param until {@code null}: as long as is usual */
    record Reserve(@Nullable Instant until) implements Wish {}

    record Transfer(Whom receiver) implements Wish {}

    default ActionKind kind() {
        return switch (this) {
            case Give give -> ActionKind.TOP_UP;
            case Buy buy -> ActionKind.TOP_UP;
            case Adjust adjust -> ActionKind.ADJUST;
            case UseUp useUp -> ActionKind.ADJUST;
            case Reserve reserve -> ActionKind.RESERVE;
            case Transfer transfer -> ActionKind.TRANSFER;
        };
    }
}
