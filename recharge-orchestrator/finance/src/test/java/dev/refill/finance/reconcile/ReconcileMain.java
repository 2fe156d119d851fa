package dev.refill.finance.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.ReconcileOutcome.Busy;

/** Reconciles in a process of its own, waiting for the lease of whoever was killed before. */
final class ReconcileMain {

    private static final Duration LEASE = Duration.ofMillis(500);
    private static final int SLICE = 500;

    private ReconcileMain() {}

    public static void main(String[] arguments) {
        var connections = ConnectionFactories.get(ConnectionFactoryOptions.parse(arguments[0])
                .mutate()
                .option(ConnectionFactoryOptions.USER, arguments[1])
                .option(ConnectionFactoryOptions.PASSWORD, arguments[2])
                .build());
        var pool = new ConnectionPool(ConnectionPoolConfiguration.builder(connections).maxSize(2).build());
        ReconcileStore store = new R2dbcReconcileStore(pool);
        var days = new ReconcileDays(store, Clock.systemUTC(), LEASE, SLICE);
        System.out.println("RECONCILING");
        ReconcileOutcome outcome = Mono.defer(() -> days.run(TestReconcile.PAIR, LocalDate.parse(arguments[3])))
                .filter(ended -> !(ended instanceof Busy))
                .repeatWhenEmpty(again -> again.delayElements(Duration.ofMillis(50)))
                .block(Duration.ofMinutes(2));
        System.out.println("OUTCOME " + outcome);
    }
}
