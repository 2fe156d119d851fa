package dev.refill.finance.bank;

import java.time.Clock;
import java.time.Duration;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import reactor.core.publisher.Mono;

import dev.refill.finance.bank.ImportOutcome.InProgress;

/** Imports one file in a process of its own, waiting for the lease of whoever was killed before. */
final class ImportMain {

    /** Of an odd size, so that batches begin anywhere. */
    private static final int BATCH = 7;
    private static final Duration LEASE = Duration.ofMillis(500);

    private ImportMain() {}

    public static void main(String[] arguments) {
        var connections = ConnectionFactories.get(ConnectionFactoryOptions.parse(arguments[0])
                .mutate()
                .option(ConnectionFactoryOptions.USER, arguments[1])
                .option(ConnectionFactoryOptions.PASSWORD, arguments[2])
                .build());
        var pool = new ConnectionPool(ConnectionPoolConfiguration.builder(connections).maxSize(2).build());
        BankFiles files = TestBank.over(pool, Clock.systemUTC(), BATCH, LEASE);
        System.out.println("IMPORTING");
        ImportOutcome outcome = Mono.defer(() -> files.importFile(new BankFileId(arguments[3])))
                .filter(ended -> !(ended instanceof InProgress))
                .repeatWhenEmpty(again -> again.delayElements(Duration.ofMillis(50)))
                .block(Duration.ofMinutes(2));
        System.out.println("OUTCOME " + outcome);
    }
}
