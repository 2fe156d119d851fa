package dev.refill.ledger;

/** The model keeps the contract too, or it would be no measure for the real books. */
class InMemoryLedgerTest implements LedgerContract {

    private final Ledger ledger = new InMemoryLedger();

    @Override
    public Ledger ledger() {
        return ledger;
    }
}
