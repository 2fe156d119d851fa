package dev.refill.finance.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

import dev.refill.finance.reconcile.ReconcileOutcome.Done;
import dev.refill.finance.reconcile.rule.Line;

import static org.assertj.core.api.Assertions.assertThat;

/** Reconciliation over a test's connections, and what a test asks of the database beside it. */
final class TestReconcile {

    static final Duration LONGEST = Duration.ofMinutes(2);
    static final Pair PAIR = new Pair(new PairId("stripe"), true);

    private TestReconcile() {}

    /** In small batches. */
    static Reconciliation over(ConnectionFactory connections, Clock clock) {
        return over(connections, clock, 250_000);
    }

    static Reconciliation over(ConnectionFactory connections, Clock clock, int slice) {
        return ReconcileConfiguration.over(connections, clock,
                ReconcileProperties.of(7, slice));
    }

    static TakenIn takeIn(Reconciliation reconciliation, Side side, List<Line> lines) {
        return Objects.requireNonNull(
                reconciliation.takeIn(PAIR, side, Flux.fromIterable(lines)).block(LONGEST));
    }

    static TakenIn takeIn(Reconciliation reconciliation, Side side, Line... lines) {
        return takeIn(reconciliation, side, List.of(lines));
    }

    /** @return how many runs it took */
    static int reconcile(Reconciliation reconciliation, LocalDate through) {
        ReconcileOutcome outcome = reconciliation.reconcile(PAIR, through).block(LONGEST);
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done) Objects.requireNonNull(outcome)).runs();
    }

    /** Keys, with class and state. */
    static Map<String, String> breaks(DatabaseClient client) {
        return map(client, "SELECT key AS name, class || ' ' || state AS value FROM finance.reconciliation_break");
    }

    /** What happened to each break, in order. */
    static Map<String, String> histories(DatabaseClient client) {
        return map(client, """
                SELECT found.key AS name,
                       string_agg(history.event || ' ' || history.class || coalesce(' by ' || history.rule, ''), ', '
                                  ORDER BY history.version) AS value
                FROM finance.break_history AS history
                JOIN finance.reconciliation_break AS found USING (break_id)
                GROUP BY found.key
                """);
    }

    private static Map<String, String> map(DatabaseClient client, String sql) {
        Map<String, String> all = new TreeMap<>();
        client.sql(sql)
                .map(row -> Map.entry(ReconcileRows.text(row, "name"), ReconcileRows.text(row, "value")))
                .all()
                .doOnNext(entry -> all.put(entry.getKey(), entry.getValue()))
                .blockLast(LONGEST);
        return all;
    }

    static long number(DatabaseClient client, String sql) {
        return Objects.requireNonNull(client.sql(sql).map(row -> row.get(0, Long.class)).one().block(LONGEST));
    }
}
