package dev.refill.endtoend.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import dev.refill.endtoend.stack.Api;
import dev.refill.recharge.lifecycle.MoneyWork;
import dev.refill.testsupport.TestDatabase;

/**
 * What a reactive service usually looks like, and what ours must not look like: an order is a transaction of several
 * statements on the subscription of the request, over a pool of four that hands out whatever it gets back. It has been
 * measured to lose acknowledged writes.
 */
final class OldFashionedService implements AutoCloseable {

    /** On whose subscription the transaction runs. */
    enum Work {
        /** The request's: a client that hangs up cancels it. */
        OF_THE_REQUEST,
        /** Its own, by the product's {@link MoneyWork}. */
        DETACHED
    }

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final ConnectionPool pool;
    private final DatabaseClient client;
    private final TransactionalOperator transactions;
    private final MoneyWork moneyWork = new MoneyWork(1_000, LONGEST);
    private final Work work;
    private final DisposableServer server;

    OldFashionedService(TestDatabase database, Work work) {
        this.work = work;
        this.pool = new ConnectionPool(ConnectionPoolConfiguration.builder(database.unpooled())
                .maxSize(4)
                .maxAcquireTime(LONGEST)
                .build());
        this.client = DatabaseClient.create(pool);
        this.transactions = TransactionalOperator.create(new R2dbcTransactionManager(pool));
        database.client().sql("CREATE TABLE entry (id text PRIMARY KEY)").then().block(LONGEST);
        database.client().sql("CREATE TABLE posting (entry text, amount bigint)").then().block(LONGEST);
        database.client().sql("CREATE TABLE note (id text PRIMARY KEY)").then().block(LONGEST);
        var routes = RouterFunctions.route()
                .POST("/entries/{id}", this::entry)
                .POST("/notes/{id}", this::note)
                .build();
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes)))
                .bindNow();
    }

    private Mono<ServerResponse> entry(ServerRequest request) {
        String id = request.pathVariable("id");
        Mono<Long> written = run("INSERT INTO entry VALUES (:id)", id)
                .then(run("INSERT INTO posting VALUES (:id, 1000)", id))
                .then(run("INSERT INTO posting VALUES (:id, -1000)", id))
                .as(transactions::transactional);
        return (switch (work) {
            case OF_THE_REQUEST -> written;
            case DETACHED -> moneyWork.detached(() -> written);
        }).then(ServerResponse.status(HttpStatus.CREATED).build());
    }

    /** One statement that commits by itself, as long as the connection is not in somebody's transaction. */
    private Mono<ServerResponse> note(ServerRequest request) {
        return run("INSERT INTO note VALUES (:id)", request.pathVariable("id"))
                .then(ServerResponse.status(HttpStatus.CREATED).build());
    }

    private Mono<Long> run(String sql, String id) {
        return client.sql(sql).bind("id", id).fetch().rowsUpdated();
    }

    int port() {
        return server.port();
    }

    /** Writes a note and answers with its id once that is acknowledged. */
    String note(String id) {
        try {
            Api.Answer answer = Api
                    .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/notes/" + id))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build());
            if (answer.status() != HttpStatus.CREATED.value()) {
                throw new AssertionError(answer.toString());
            }
            return id;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        server.disposeNow();
        pool.dispose();
    }
}
