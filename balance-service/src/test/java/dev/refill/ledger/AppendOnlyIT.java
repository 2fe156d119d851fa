package dev.refill.ledger;

import java.util.Objects;

import io.r2dbc.spi.R2dbcException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import dev.refill.testsupport.TestDatabase;

import static dev.refill.ledger.TestEntries.ALICE;
import static dev.refill.ledger.TestEntries.recharge;
import static org.assertj.core.api.Assertions.assertThat;

/** The database keeps the books' rules against SQL from anywhere, even the owner's. */
class AppendOnlyIT {

    private static final String RESTRICT_VIOLATION = "23001";
    private static final String CHECK_VIOLATION = "23514";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String DIVISION_BY_ZERO = "22012";

    /** One for all tests, as none of them may change anything. */
    @SuppressWarnings("NullAway.Init")
    private static TestDatabase database;

    @BeforeAll
    static void oneEntry() {
        database = TestDatabase.with("balance");
        TestBooks.over(database.connections()).post(recharge("1", ALICE, 1000)).block();
    }

    @AfterEach
    void nothingHasChanged() {
        assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block()).isEmpty();
        assertThat(database.client().sql("SELECT count(*) FROM balance.posting").mapValue(Long.class).one().block())
                .isEqualTo(5);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "UPDATE balance.entry SET kind = 'gift'",
            "UPDATE balance.posting SET amount = 2 * amount",
            "UPDATE balance.posting SET amount = amount WHERE false",
            "DELETE FROM balance.entry",
            "DELETE FROM balance.posting WHERE line = 5",
            "TRUNCATE balance.entry",
            "TRUNCATE balance.entry, balance.posting CASCADE",
            "DELETE FROM balance.bucket",
            "TRUNCATE balance.bucket",
            "DELETE FROM balance.system_stripe",
            "TRUNCATE balance.system_stripe",
            "MERGE INTO balance.posting USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE"})
    void changeWhenWrittenThenRefused(String sql) {
        refuses(sql, RESTRICT_VIOLATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            // no postings at all
            "SELECT 'x'",
            // one line of two
            "INSERT INTO balance.posting (entry_id, line, account, unit, amount) SELECT id, 1, 'fee', 'USD', 5 FROM new",
            // not zero
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount)
            SELECT id, line, account, 'USD', 5 FROM new, (VALUES (1, 'fee'), (2, 'tax')) AS v(line, account)""",
            // zero only over units
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount)
            SELECT id, line, 'fee', unit, amount
            FROM new, (VALUES (1, 'USD', 5), (2, 'EUR', -5)) AS v(line, unit, amount)""",
            // one account twice
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount)
            SELECT id, line, 'fee', 'USD', amount FROM new, (VALUES (1, 5), (2, -5)) AS v(line, amount)""",
            // more than announced
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount)
            SELECT id, line, account, 'USD', amount
            FROM new, (VALUES (1, 'fee', 5), (2, 'tax', -4), (3, 'usage', -1)) AS v(line, account, amount)""",
            // a gap in the lines
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount)
            SELECT id, line, account, 'USD', amount
            FROM new, (VALUES (1, 'fee', 5), (3, 'tax', -5)) AS v(line, account, amount)""",
            // nothing that moves
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount)
            SELECT id, line, account, 'USD', 0 FROM new, (VALUES (1, 'fee'), (2, 'tax')) AS v(line, account)""",
            // a line before the first
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount)
            SELECT id, line, account, 'USD', amount
            FROM new, (VALUES (-1, 'fee', 5), (1, 'usage', -1), (2, 'tax', -4)) AS v(line, account, amount)""",
            // a bucket that does not say what it held then
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount)
            SELECT id, line, account, 'USD', amount
            FROM new, (VALUES (1, 'bucket:sub_1', 5), (2, 'fee', -5)) AS v(line, account, amount)""",
            // a bucket below zero
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount, balance_after)
            SELECT id, line, account, 'USD', amount, was
            FROM new, (VALUES (1, 'bucket:sub_1', -5, -5), (2, 'fee', 5, NULL)) AS v(line, account, amount, was)""",
            // a debt that does not say what it was then
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount)
            SELECT id, line, account, 'USD', amount
            FROM new, (VALUES (1, 'receivable:sub_1', -5), (2, 'fee', 5)) AS v(line, account, amount)""",
            // a debt above zero
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount, balance_after)
            SELECT id, line, account, 'USD', amount, was
            FROM new, (VALUES (1, 'receivable:sub_1', 5, 5), (2, 'fee', -5, NULL)) AS v(line, account, amount, was)""",
            // a system account that says what it was
            """
            INSERT INTO balance.posting (entry_id, line, account, unit, amount, balance_after)
            SELECT id, line, account, 'USD', amount, was
            FROM new, (VALUES (1, 'fee', 5, 5), (2, 'tax', -5, NULL)) AS v(line, account, amount, was)"""})
    void entryWhenNotWholeThenRefused(String postings) {
        String entry = """
                       WITH new AS (
                           INSERT INTO balance.entry (entry_id, kind, reference, occurred_at, posting_count)
                           VALUES ('ent_2', 'fee', 'r', now(), 2)
                           RETURNING entry_id AS id
                       )
                       """;
        refuses(entry + postings, CHECK_VIOLATION);
    }

    @Test
    void postingsWhenAddedToACompleteEntryThenRefused() {
        refuses("""
                INSERT INTO balance.posting (entry_id, line, account, unit, amount)
                VALUES ('ent_1', 6, 'fee', 'USD', 5), ('ent_1', 7, 'tax', 'USD', -5)
                """, CHECK_VIOLATION);
    }

    @Test
    void postingsWhenTheWholeSetIsWrittenAgainThenRefused() {
        refuses("""
                INSERT INTO balance.posting (entry_id, line, account, unit, amount)
                SELECT 'ent_1', line, 'fee:' || line, 'USD', amount
                FROM (VALUES (1, 1), (2, 1), (3, 1), (4, 1), (5, -4)) AS v(line, amount)
                """, UNIQUE_VIOLATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "INSERT INTO balance.posting (entry_id, line, account, unit, amount) VALUES ('ent_9', 1, 'fee', 'USD', 5), ('ent_9', 2, 'tax', 'USD', -5)",
            "UPDATE balance.bucket SET balance = -1",
            "INSERT INTO balance.bucket VALUES ('fee', 'USD', 1)",
            "INSERT INTO balance.bucket VALUES ('frozen:sub_1', 'USD', -1)",
            "INSERT INTO balance.bucket VALUES ('receivable:sub_1', 'USD', 1)",
            "INSERT INTO balance.system_stripe VALUES ('bucket:sub_1', 'USD', 0, 1)",
            "INSERT INTO balance.system_stripe VALUES ('receivable:sub_1', 'USD', 0, -1)",
            "INSERT INTO balance.system_stripe VALUES ('fee', 'USD', 32, 1)"})
    void rowWhenItBreaksARuleThenRefused(String sql) {
        refuses(sql, CHECK_VIOLATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "'ent_' || repeat('a', 97), 'fee', 'r'", "'ent_', 'fee', 'r'", "'ent_A', 'fee', 'r'",
            "E'ent_a\\n', 'fee', 'r'",
            "'ent_2', '', 'r'", "'ent_2', repeat('a', 33), 'r'", "'ent_2', 'fee', ''",
            "'ent_2', 'fee', repeat('a', 101)"})
    void entryWhenNotOfItsFormThenRefused(String values) {
        refuses("""
                WITH new AS (
                    INSERT INTO balance.entry (entry_id, kind, reference, occurred_at, posting_count)
                    VALUES (%s, now(), 2)
                    RETURNING entry_id AS id
                )
                INSERT INTO balance.posting (entry_id, line, account, unit, amount)
                SELECT id, line, account, 'USD', amount
                FROM new, (VALUES (1, 'fee', 5), (2, 'tax', -5)) AS v(line, account, amount)""".formatted(values),
                CHECK_VIOLATION);
    }

    @ParameterizedTest
    @CsvSource({"512, " + DIVISION_BY_ZERO, "513, " + CHECK_VIOLATION})
    void entryHas512LinesAtMost(int lines, String sqlState) {
        refuses("""
                WITH new AS (
                    INSERT INTO balance.entry (entry_id, kind, reference, occurred_at, posting_count)
                    VALUES ('ent_2', 'fee', 'r', now(), %1$d)
                )
                INSERT INTO balance.posting (entry_id, line, account, unit, amount)
                SELECT 'ent_2', line, 'fee:' || line, 'USD', CASE line WHEN 1 THEN %1$d - 1 ELSE -1 END
                FROM generate_series(1, %1$d) AS line
                RETURNING 1 / (line - %1$d)""".formatted(lines), sqlState);
    }

    @ParameterizedTest
    @CsvSource({
            "fe, USD", "1fe, USD", "Fee, USD", "'fe e', USD",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, USD",
            "fee, US", "fee, USDT", "fee, usd", "fee, a:bb", "fee, aa:b", "fee, aaaaaaaaaaaaaaaaa:bb",
            "fee, aa:bbbbbbbbbbbbbbbbb", "fee, aa:bb:cc", "fee, aA:bb", "fee, :USD", "fee, US:"})
    void postingWhenNotOfItsFormThenRefused(String account, String unit) {
        refuses(entryOf(account, unit), CHECK_VIOLATION);
    }

    @ParameterizedTest
    @CsvSource({
            "fee, USD", "a_-:, aa:bb",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, aaaaaaaaaaaaaaaa:BBBBBBBBBBBBBBBB"})
    void postingWhenAtTheBoundsOfItsFormThenOnlyTheFaultAfterItsChecksIsFound(String account, String unit) {
        refuses(entryOf(account, unit) + " RETURNING 1 / (line - 2)", DIVISION_BY_ZERO);
    }

    private static String entryOf(String account, String unit) {
        return """
               WITH new AS (
                   INSERT INTO balance.entry (entry_id, kind, reference, occurred_at, posting_count)
                   VALUES ('ent_2', 'fee', 'r', now(), 2)
               )
               INSERT INTO balance.posting (entry_id, line, account, unit, amount)
               VALUES ('ent_2', 1, '%s', '%s', 5), ('ent_2', 2, 'tax', '%s', -5)""".formatted(account, unit, unit);
    }

    private void refuses(String sql, String sqlState) {
        database.client().sql(sql).then()
                .as(StepVerifier::create)
                .verifyErrorSatisfies(fault -> assertThat(Objects.requireNonNull(fault.getCause()))
                        .isInstanceOfSatisfying(R2dbcException.class,
                                refused -> assertThat(refused.getSqlState()).isEqualTo(sqlState)));
    }
}
