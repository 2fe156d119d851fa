package dev.refill.finance.bank.camt;

import dev.refill.gateway.Money;

/** Whose favour an amount is in. */
public enum Direction {

    /** The account's owner's. */
    CREDIT,
    /** The bank's. */
    DEBIT;

    long sign(long minor) {
        return this == CREDIT ? minor : -minor;
    }

    SignedMoney sign(Money amount) {
        return new SignedMoney(sign(amount.minor()), amount.currency());
    }
}
