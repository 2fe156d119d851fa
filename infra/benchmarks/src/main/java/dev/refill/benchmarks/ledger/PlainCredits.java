package dev.refill.benchmarks.ledger;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.benchmarks.ledger.Script.Numbered;

/** Credits that are written one by one over R2DBC, by as little Java as that takes. */
final class PlainCredits {

    private final ConnectionFactory connections;
    private final List<Numbered> statements;
    private final AtomicLong next;

    PlainCredits(ConnectionFactory connections, Script script, long firstId) {
        this.connections = connections;
        this.statements = script.numbered();
        this.next = new AtomicLong(firstId);
    }

    /** Each statement commits by itself. */
    Mono<Void> withoutTransaction() {
        return Mono.usingWhen(connections.create(), this::written, Connection::close);
    }

    /** All statements commit together. Nobody cancels here, and a fault ends the benchmark. */
    Mono<Void> inTransaction() {
        return Mono.usingWhen(connections.create(),
                connection -> Mono.from(connection.beginTransaction())
                        .then(Mono.defer(() -> written(connection)))
                        .then(Mono.defer(() -> Mono.from(connection.commitTransaction()))),
                Connection::close);
    }

    private Mono<Void> written(Connection connection) {
        long id = next.getAndIncrement();
        int subscriber = ThreadLocalRandom.current().nextInt(FreshBooks.SUBSCRIBERS);
        return Flux.fromIterable(statements)
                .concatMap(statement -> bound(connection, statement, id, subscriber).execute())
                .concatMap(Result::getRowsUpdated)
                .concatMap(PlainCredits::one)
                .then();
    }

    private static Statement bound(Connection connection, Numbered numbered, long id, int subscriber) {
        Statement statement = connection.createStatement(numbered.sql());
        for (int i = 0; i < numbered.parameters().size(); i++) {
            statement.bind(i, numbered.parameters().get(i).equals("id") ? (Object) id : (Object) subscriber);
        }
        return statement;
    }

    private static Mono<Void> one(long rows) {
        return rows == 1 ? Mono.empty() : Mono.error(new IllegalStateException("rows: " + rows + " (expected: 1)"));
    }
}
