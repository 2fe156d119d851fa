package dev.refill.ledger;

import org.junit.jupiter.api.AfterEach;

import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract on PostgreSQL, with the books proved after each test. */
class R2dbcLedgerIT implements LedgerContract {

    private final TestDatabase database = TestDatabase.with("balance");
    private final Ledger ledger = TestBooks.over(database.connections());

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @AfterEach
    void booksAreRight() {
        try (database) {
            assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block()).isEmpty();
        }
    }
}
