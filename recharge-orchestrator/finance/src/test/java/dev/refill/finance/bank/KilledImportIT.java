package dev.refill.finance.bank;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;

import dev.refill.finance.bank.camt.TestCamt;
import dev.refill.testsupport.JavaProcess;
import dev.refill.testsupport.TestDatabase;
import dev.refill.testsupport.pgproxy.Hold;
import dev.refill.testsupport.pgproxy.Moment;
import dev.refill.testsupport.pgproxy.PgProxy;

import static dev.refill.finance.bank.TestBank.kept;
import static dev.refill.finance.bank.TestBank.number;
import static dev.refill.finance.bank.TestBank.seen;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code kill -9} of the process that imports, each time in the middle of keeping a random row, before the database has seen it or after it
 * has committed it and before anybody was told.
 */
class KilledImportIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int KILLS = Integer.getInteger("kills", 5);
    private static final int ENTRIES = 1_000;
    /** For a JVM that lives for seconds. */
    private static final List<String> SOON_THERE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final long seed = Long.getLong("refill.seed", 20_260_302L);
    private final Random random = new Random(seed);
    private final TestDatabase database = TestDatabase.with("finance");
    private final DatabaseClient client = database.client();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void importWhenKilledAtRandomRowsAndResumedThenNoLineTwiceAndNoneMissing() {
        BankFiles files = TestBank.over(database.connections(), Clock.systemUTC());
        BankFileId id = TestBank.received(files, TestCamt.document(TestCamt.statementOf("S", ENTRIES)));
        int committed = 0;
        List<Integer> rows = random.ints(1, ENTRIES).distinct().limit(KILLS).sorted().boxed().toList();
        for (int row : rows) {
            Moment moment = random.nextBoolean() ? Moment.REQUESTED : Moment.COMMITTED;
            committed += moment == Moment.COMMITTED ? 1 : 0;
            killAt(row, moment, id);

            assertThat(seen(client)).as("after the kill at %s", row).containsExactly(0L, 0L, 0L);
            assertThat(kept(client).stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(number(client, "SELECT parts FROM finance.bank_file"));
        }

        try (JavaProcess last = importer(database.port(), id)) {
            assertThat(last.awaitLine("OUTCOME ", LONGEST)).startsWith("OUTCOME Imported");
        }
        assertThat(seen(client)).containsExactly(1L, (long) ENTRIES, (long) ENTRIES);
        assertThat(number(client, """
                SELECT count(*) FROM finance.imported_entry WHERE reference = 'L-' || entry AND amount = 100
                """)).isEqualTo(ENTRIES);
        assertThat(number(client, """
                SELECT count(DISTINCT end_to_end) FROM finance.imported_transaction WHERE end_to_end = 'e2e-L-' || entry
                """)).isEqualTo(ENTRIES);
        System.out.printf(
                "FIGURE an import of %d entries killed %d times at random rows from seed %d, %d of them after the"
                        + " commit, and resumed: %d entries, %d transactions, none twice, none missing, none seen before all%n",
                ENTRIES, KILLS, seed, committed, ENTRIES, ENTRIES);
    }

    /** A row that an earlier kill has left kept already cannot be met again; then the kill comes at the next one. */
    private void killAt(int row, Moment moment, BankFileId id) {
        long entries = number(client, "SELECT count(*) FROM finance.bank_entry");
        long next = Math.max(row, entries + 1);
        try (PgProxy proxy = PgProxy.before(database.port());
                Hold hold = proxy.hold(moment, "bank_entry", "\"L-" + next + "\"");
                JavaProcess importer = importer(proxy.port(), id)) {
            importer.awaitLine("IMPORTING", LONGEST);
            hold.awaitReached(LONGEST);
            importer.kill();
        }
    }

    private JavaProcess importer(int port, BankFileId id) {
        return JavaProcess.start(ImportMain.class.getName(), System.getProperty("java.class.path"), SOON_THERE,
                Map.of(),
                List.of(database.r2dbcUrlAt(port), database.username(), database.password(), id.value()));
    }
}
