package dev.refill.ledger;

/** One holding in one unit, of which somebody asks what it is. */
record Holding(AccountId account, LedgerUnit unit) {

    Balance balance(long value) {
        return new Balance(account, new Amount(unit, value));
    }
}
