package dev.refill.finance.bank.camt;

import org.jspecify.annotations.Nullable;

/** Who pays whom. Nobody is there who was not told. */
public record Parties(@Nullable Party debtor, @Nullable Party ultimateDebtor, @Nullable Party creditor,
        @Nullable Party ultimateCreditor) {}
