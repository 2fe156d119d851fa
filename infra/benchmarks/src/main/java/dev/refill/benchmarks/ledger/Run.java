package dev.refill.benchmarks.ledger;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;

import dev.refill.benchmarks.Database;
import dev.refill.benchmarks.Figures;
import dev.refill.benchmarks.Paced;
import dev.refill.benchmarks.Pgbench;
import dev.refill.benchmarks.PlainBooks;
import dev.refill.benchmarks.Proof;
import dev.refill.benchmarks.ReactiveLoop;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.local.postgres.LocalPostgres;

/** All points once, on a database of its own. */
final class Run implements AutoCloseable {

    private final LocalPostgres server;
    private final String name;
    private final Database database;
    private final Connections connections;
    private final Pgbench pgbench;
    private final Map<Way, Long> credits = new EnumMap<>(Way.class);
    private int points;

    Run(LocalPostgres server, String name, int pool) {
        this.server = server;
        this.name = name;
        this.database = Database.of(server, name);
        this.connections = new Connections(server, name, pool);
        this.pgbench = new Pgbench(server, name);
    }

    /** Writes credits for some seconds, and counts them. */
    Figures measure(Point point, int seconds) {
        return Figures.measured(database, ProcessHandle.current().pid(), point.way().credits(),
                () -> counted(point.way(), write(point, Pgbench.firstId(++points), seconds)));
    }

    private Paced counted(Way way, Paced paced) {
        credits.merge(way, (long) paced.seen().answers() * way.credits(), Long::sum);
        return paced;
    }

    private Paced write(Point point, long firstId, int seconds) {
        return switch (point.way()) {
            case TRANSACTION -> loop(plain(point, firstId)::inTransaction, point.callers(), seconds);
            case ROUND_TRIP -> loop(plain(point, firstId)::withoutTransaction, point.callers(), seconds);
            case LEDGER -> loop(new LedgerCredits(connections.ledger(), point.contention(), firstId), point.callers(),
                    seconds);
            case PGBENCH_TRANSACTION, PGBENCH_ROUND_TRIP, PGBENCH_BATCH, PGBENCH_FUNCTION ->
                pgbench.script(script(point).forPgbench(point.way(), firstId), point.callers(), seconds);
        };
    }

    private static Paced loop(Supplier<Mono<Void>> calls, int callers, int seconds) {
        return new ReactiveLoop(calls).run(callers, seconds);
    }

    private PlainCredits plain(Point point, long firstId) {
        return new PlainCredits(connections.pool(), script(point), firstId);
    }

    private static Script script(Point point) {
        return Script.of(point.way(), point.contention());
    }

    /**
     * Proves the books of each way that wrote.
     *
     * @return how many credits there are
     * @throws IllegalStateException if anything is wrong
     */
    long check() {
        credits.forEach(this::check);
        return credits.values().stream().mapToLong(Long::longValue).sum();
    }

    private void check(Way way, long written) {
        if (way == Way.LEDGER) {
            Proof.none("breaks of the ledger", LedgerInvariants.over(connections.pool()).breaks());
            Proof.equal("entries", database.number("SELECT count(*) FROM balance.entry WHERE kind = 'recharge'"),
                    written);
            return;
        }
        PlainBooks.check(database, way.schema(), written, 2 * written, 1000 * written);
    }

    @Override
    public void close() {
        connections.close();
        database.close();
        Database.administer(server, "DROP DATABASE " + name + " WITH (FORCE)");
    }
}
