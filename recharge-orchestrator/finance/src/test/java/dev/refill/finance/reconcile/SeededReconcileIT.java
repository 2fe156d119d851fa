package dev.refill.finance.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.scheduler.Schedulers;

import dev.refill.finance.reconcile.file.LineFile;
import dev.refill.finance.reconcile.rule.TestLines;
import dev.refill.testsupport.TestDatabase;
import dev.refill.testsupport.settlement.SeededSettlement;

import static dev.refill.finance.reconcile.TestReconcile.LONGEST;
import static dev.refill.finance.reconcile.TestReconcile.PAIR;
import static dev.refill.finance.reconcile.TestReconcile.breaks;
import static dev.refill.finance.reconcile.TestReconcile.number;
import static dev.refill.finance.reconcile.TestReconcile.reconcile;
import static org.assertj.core.api.Assertions.assertThat;

/** Settlement lines with 480 seeded faults: all are found and classed, and nothing else is. */
class SeededReconcileIT {

    private static final LocalDate FIRST = LocalDate.parse("2026-03-01");
    private static final int DAYS = 10;
    private static final int LINES = Integer.getInteger("lines", 20_000);

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.with("finance");
    private final DatabaseClient client = database.client();
    private final long seed = Long.getLong("refill.seed", 20_260_301L);
    private final Reconciliation reconciliation = ReconcileConfiguration.over(database.connections(), Clock.systemUTC(),
            ReconcileProperties.standard());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void reconcileWhenFaultsAreSeededThenEachIsFoundAndClassedAndNothingElse() {
        var written = new SeededSettlement(seed, LINES, DAYS, 60, FIRST).write(folder, folder.resolve("labels.csv"));
        takeIn(Side.OURS, written.ours());
        takeIn(Side.THEIRS, written.theirs());

        assertThat(reconcile(reconciliation, FIRST.plusDays(DAYS - 1))).isEqualTo(DAYS);
        Map<String, String> before = breaks(client);
        long looked = number(client, "SELECT count(*) FROM finance.break_history");

        assertThat(reconcile(reconciliation, FIRST.plusDays(DAYS))).isEqualTo(1);

        Map<String, String> found = new TreeMap<>();
        breaks(client).forEach((key, told) -> found.put(key, told.split(" ", 2)[0].toUpperCase(Locale.ROOT)));
        assertThat(found).isEqualTo(labels(written.labels())).hasSize(written.faults());
        assertThat(number(client, """
                SELECT count(*) FROM finance.reconciliation_break
                WHERE (class IN ('cut_off', 'split')) <> (state = 'resolved')
                """)).as("only what a rule explains is resolved").isZero();
        Run last = reconciliation.run(new RunId(PAIR.id(), DAYS + 1)).blockOptional(LONGEST).orElseThrow();
        assertThat(number(client, "SELECT count(*) FROM finance.break_history") - looked)
                .as("the last day changes what its lines are about: %s", last)
                .isLessThanOrEqualTo(last.ours().lines() + last.theirs().lines())
                .isLessThan(before.size());
        System.out.printf(
                "FIGURE %d settlement lines with %d seeded faults of 8 kinds (seed %d): %d found and classed, 0 false%n",
                written.theirLines(), written.faults(), seed, found.size());
    }

    private void takeIn(Side side, Path file) {
        TakenIn taken = Objects.requireNonNull(reconciliation
                .takeIn(PAIR, side, LineFile.lines(() -> Files.newInputStream(file), TestLines.UTC,
                        Schedulers.boundedElastic()))
                .block(LONGEST));
        assertThat(taken.known()).isZero();
    }

    private static Map<String, String> labels(Path file) {
        Map<String, String> all = new TreeMap<>();
        try {
            Files.readAllLines(file).forEach(line -> {
                String[] parts = line.split(",", -1);
                assertThat(all.put(parts[0], parts[1])).isNull();
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }
}
