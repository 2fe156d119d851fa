package dev.refill.idempotency.web;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

import dev.refill.idempotency.TestClock;
import dev.refill.idempotency.TestSettings;
import dev.refill.idempotency.r2dbc.R2dbcClaimStore;
import dev.refill.testsupport.TestDatabase;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What a key costs the database. */
class CostPerRequestIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final TestDatabase database = TestDatabase.with("idempotency");
    private final AtomicInteger statements = new AtomicInteger();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void requestWhenNewThenTwoStatementsAndWhenRepeatedThenOne() {
        WebTestClient client = client(database.connections());
        post(client, "k");
        assertThat(statements).hasValue(2);
        post(client, "k");
        assertThat(statements).hasValue(3);
    }

    /** Each statement on a connection of its own, because PostgreSQL tells its counts when a connection ends. */
    @Test
    void completeWhenAnswersAreOrdinaryThenEveryUpdateLeavesTheIndexesAlone() {
        WebTestClient client = client(database.unpooled());
        for (int i = 0; i < 50; i++) {
            post(client, "k" + i);
        }
        assertThat(updates("n_tup_upd")).isEqualTo(50);
        assertThat(updates("n_tup_hot_upd")).isEqualTo(50);
    }

    private long updates(String column) {
        return requireNonNull(database.client()
                .sql("SELECT " + column + " AS updates FROM pg_stat_user_tables WHERE relname = 'claim'")
                .map(row -> requireNonNull(row.get("updates", Long.class)))
                .one()
                .repeatWhen(done -> done.delayElements(Duration.ofMillis(20)))
                .filter(updates -> updates == 50)
                .blockFirst(LONGEST_WAIT));
    }

    private WebTestClient client(ConnectionFactory connections) {
        var store = new R2dbcClaimStore(DatabaseClient.create(counted(connections)), new TestClock(),
                TestSettings.defaults());
        var shop = new TestShop(store, TestSettings.defaults());
        return WebTestClient.bindToRouterFunction(shop.routes())
                .webFilter(shop.filters())
                .configureClient()
                .responseTimeout(LONGEST_WAIT)
                .build();
    }

    private static void post(WebTestClient client, String key) {
        client.post().uri("/orders/plain").header(TestShop.CLIENT, "alice").header(KeyHeader.NAME, key).exchange()
                .expectStatus().isAccepted();
    }

    private ConnectionFactory counted(ConnectionFactory connections) {
        return new ConnectionFactory() {
            @Override
            public Publisher<? extends Connection> create() {
                return Mono.from(connections.create()).map(connection -> counted(connection));
            }

            @Override
            public ConnectionFactoryMetadata getMetadata() {
                return connections.getMetadata();
            }
        };
    }

    private Connection counted(Connection connection) {
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Connection.class},
                (proxy, method, arguments) -> pass(connection, method, arguments));
    }

    private Object pass(Connection connection, Method method, Object[] arguments) throws Throwable {
        if ("createStatement".equals(method.getName())) {
            statements.incrementAndGet();
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException thrown) {
            throw requireNonNull(thrown.getCause());
        }
    }
}
