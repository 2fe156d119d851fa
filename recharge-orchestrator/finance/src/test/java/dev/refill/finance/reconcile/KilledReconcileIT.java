package dev.refill.finance.reconcile;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;
import dev.refill.testsupport.JavaProcess;
import dev.refill.testsupport.TestDatabase;
import dev.refill.testsupport.pgproxy.Hold;
import dev.refill.testsupport.pgproxy.Moment;
import dev.refill.testsupport.pgproxy.PgProxy;

import static dev.refill.finance.reconcile.TestReconcile.LONGEST;
import static dev.refill.finance.reconcile.TestReconcile.breaks;
import static dev.refill.finance.reconcile.TestReconcile.histories;
import static dev.refill.finance.reconcile.TestReconcile.number;
import static dev.refill.finance.reconcile.TestReconcile.takeIn;
import static dev.refill.finance.reconcile.rule.TestLines.DAY;
import static dev.refill.finance.reconcile.rule.TestLines.line;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code kill -9} of the process that reconciles, at each kind of step, before the database has seen it or after it has committed it. */
class KilledReconcileIT {

    private static final int KEYS = 1_200;
    private static final int KILLS = 12;
    private static final List<String> STEPS = List.of("compare_slice", "keep_findings", "finish_run", "begin_run");
    /** For a JVM that lives for seconds. */
    private static final List<String> SOON_THERE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final long seed = Long.getLong("refill.seed", 20_260_303L);
    private final Random random = new Random(seed);
    private final TestDatabase database = TestDatabase.with("finance");
    private final TestDatabase undisturbed = TestDatabase.with("finance");

    @AfterEach
    void close() {
        database.close();
        undisturbed.close();
    }

    @Test
    void reconcileWhenKilledAtAnyStepAndBegunAgainThenNothingTwiceAndNothingMissing() {
        List<Line> ours = lines("our_", 2, 3);
        List<Line> theirs = lines("txn_", 3, 2);
        for (TestDatabase each : List.of(database, undisturbed)) {
            Reconciliation reconciliation = TestReconcile.over(each.connections(), Clock.systemUTC());
            takeIn(reconciliation, Side.OURS, ours);
            takeIn(reconciliation, Side.THEIRS, theirs);
        }
        TestReconcile.reconcile(TestReconcile.over(undisturbed.connections(), Clock.systemUTC()), DAY.plusDays(12));

        int killed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            killed += killAt(STEPS.get(kill % STEPS.size()),
                    random.nextBoolean() ? Moment.REQUESTED : Moment.COMMITTED) ? 1 : 0;
        }
        try (JavaProcess last = reconciler(database.port())) {
            assertThat(last.awaitLine("OUTCOME ", LONGEST)).startsWith("OUTCOME Done");
        }

        assertThat(killed).isGreaterThanOrEqualTo(KILLS / 2);
        Map<String, String> expected = breaks(undisturbed.client());
        assertThat(breaks(database.client())).isEqualTo(expected).hasSize(KEYS / 2);
        assertThat(histories(database.client())).isEqualTo(histories(undisturbed.client()));
        assertThat(number(database.client(), "SELECT count(*) FROM finance.reconciliation_run"))
                .isEqualTo(number(undisturbed.client(), "SELECT count(*) FROM finance.reconciliation_run"));
        assertThat(number(database.client(),
                "SELECT (sum(our_left) * 10000 + sum(their_left))::bigint FROM finance.reconciliation_run"))
                .isEqualTo(number(undisturbed.client(),
                        "SELECT (sum(our_left) * 10000 + sum(their_left))::bigint FROM finance.reconciliation_run"));
        System.out.printf(
                "FIGURE reconciliation of %d keys killed %d times from seed %d, and begun again: %d breaks and their"
                        + " history as without a kill%n",
                KEYS, killed, seed, expected.size());
    }

    /** Over twelve days; each second or third is missing on one side. */
    private static List<Line> lines(String side, int without, int other) {
        return IntStream.range(0, KEYS)
                .filter(at -> at % without != 0 || at % other == 0)
                .mapToObj(at -> line(side + at, new LineKey("charge:ch_" + at), "USD", 100 + at, at % 7,
                        DAY.plusDays(at % 12)))
                .toList();
    }

    /** @return whether it came to that step, before it was done */
    private boolean killAt(String step, Moment moment) {
        try (PgProxy proxy = PgProxy.before(database.port());
                Hold hold = proxy.hold(moment, step);
                JavaProcess reconciler = reconciler(proxy.port())) {
            reconciler.awaitLine("RECONCILING", LONGEST);
            hold.awaitReached(LONGEST);
            reconciler.kill();
            return true;
        }
    }

    private JavaProcess reconciler(int port) {
        return JavaProcess.start(ReconcileMain.class.getName(), System.getProperty("java.class.path"), SOON_THERE,
                Map.of(),
                List.of(database.r2dbcUrlAt(port), database.username(), database.password(),
                        DAY.plusDays(12).toString()));
    }
}
