package dev.refill.ledger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.ledger.LedgerBreak.Rule;
import dev.refill.testsupport.TestDatabase;

import static dev.refill.ledger.TestEntries.ALICE;
import static dev.refill.ledger.TestEntries.recharge;
import static dev.refill.ledger.TestEntries.usage;
import static org.assertj.core.api.Assertions.assertThat;

/** A check that has never found anything proves nothing: each rule is broken once, with the database's guards taken off. */
class LedgerInvariantsIT {

    private final TestDatabase database = TestDatabase.with("balance");
    private final LedgerInvariants invariants = LedgerInvariants.over(database.connections());

    @BeforeEach
    void twoEntriesWithoutGuards() {
        database.booksAreWrong("each rule of the books is broken once");
        var ledger = TestBooks.over(database.connections());
        ledger.post(recharge("1", ALICE, 1000)).block();
        ledger.post(usage("2", ALICE, 100)).block();
        run("ALTER TABLE balance.entry DISABLE TRIGGER USER");
        run("ALTER TABLE balance.posting DISABLE TRIGGER USER");
        run("ALTER TABLE balance.bucket DISABLE TRIGGER USER, DROP CONSTRAINT bucket_balance_check");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void run(String sql) {
        database.client().sql(sql).then().block();
    }

    @Test
    void breaksWhenNothingIsBrokenThenNone() {
        assertThat(invariants.breaks().collectList().block()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "UNIT_SUMS_TO_ZERO       | USD                      | UPDATE balance.posting SET amount = 999 WHERE account = 'gateway-clearing:stripe'",
            "ENTRY_SUMS_TO_ZERO      | ent_1                    | UPDATE balance.posting SET amount = 999 WHERE account = 'gateway-clearing:stripe'",
            "ENTRY_HAS_ITS_POSTINGS  | ent_2                    | DELETE FROM balance.posting WHERE entry_id = 'ent_2' AND line = 2",
            "ENTRY_HAS_ITS_POSTINGS  | ent_2                    | DELETE FROM balance.posting WHERE entry_id = 'ent_2'",
            "ENTRY_HAS_ITS_POSTINGS  | ent_2                    | DELETE FROM balance.entry WHERE entry_id = 'ent_2'",
            "ACCOUNT_EQUALS_POSTINGS | bucket:sub_alice airtime:USD | UPDATE balance.bucket SET balance = 5",
            "ACCOUNT_EQUALS_POSTINGS | bucket:sub_alice airtime:USD | DELETE FROM balance.bucket",
            "ACCOUNT_EQUALS_POSTINGS | bonus airtime:USD        | UPDATE balance.system_stripe SET balance = 5 WHERE account = 'bonus'",
            "ACCOUNT_EQUALS_POSTINGS | fee USD                  | INSERT INTO balance.system_stripe VALUES ('fee', 'USD', 0, 1)",
            "HISTORY_ADDS_UP         | bucket:sub_alice airtime:USD | UPDATE balance.posting SET balance_after = 1 WHERE balance_after = 1000",
            "HOLDING_NOT_ACROSS_ZERO | bucket:sub_alice airtime:USD | UPDATE balance.bucket SET balance = -5"})
    void breaksWhenARuleIsBrokenThenNamed(Rule rule, String subject, String sql) {
        run(sql);

        assertThat(invariants.breaks().collectList().block())
                .anySatisfy(found -> {
                    assertThat(found.rule()).isEqualTo(rule);
                    assertThat(found.subject()).isEqualTo(subject);
                });
    }
}
