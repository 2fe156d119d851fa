package dev.refill.testsupport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Two pieces of work that meet in the one way that matters: the second begins while the first is written and not yet committed.
 */
public final class Overlap {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** The pause is the server's, so that its other sessions have the processor. */
    private static final String SOMEBODY_WAITS = """
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')
            FROM pg_sleep(0.002)
            """;

    private Overlap() {}

    /**
     * Writes the first, begins the second, waits until it waits for the first or has ended, commits the first.
     *
     * @param first a statement
     * @return what the second answers
     */
    public static <T> T of(TestDatabase database, String first, Mono<T> second) {
        return of(database, first, second, "SELECT");
    }

    /** @param meanwhile a statement of the first's transaction while the second waits; it must not fail */
    public static <T> T of(TestDatabase database, String first, Mono<T> second, String meanwhile) {
        PostgresqlConnectionFactory connections = database.unpooled();
        return Mono.usingWhen(connections.create(),
                connection -> connection.beginTransaction()
                        .then(run(connection, first))
                        .then(Mono.defer(() -> begun(connections, second)))
                        .flatMap(answer -> run(connection, meanwhile)
                                .then(connection.commitTransaction())
                                .then(Mono.fromFuture(answer))),
                PostgresqlConnection::close)
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    private static <T> Mono<CompletableFuture<T>> begun(PostgresqlConnectionFactory connections, Mono<T> second) {
        CompletableFuture<T> answer = second.toFuture();
        return Mono.usingWhen(connections.create(),
                watcher -> watcher.createStatement(SOMEBODY_WAITS).execute()
                        .flatMap(result -> result.map(row -> row.get(0, Boolean.class)))
                        .repeat()
                        .takeUntil(waits -> waits || answer.isDone())
                        .then(Mono.just(answer)),
                PostgresqlConnection::close);
    }

    private static Mono<Void> run(PostgresqlConnection connection, String sql) {
        return Flux.from(connection.createStatement(sql).execute()).flatMap(result -> result.map(row -> true)).then();
    }
}
