package dev.refill.benchmarks.ledger;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import dev.refill.benchmarks.OpenPool;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerConfiguration;
import dev.refill.local.postgres.LocalPostgres;

/** R2DBC connections to a database, all open from the beginning, and the ledger over them as the application makes it. */
final class Connections implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final ConnectionPool pool;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    Connections(LocalPostgres server, String database, int size) {
        pool = OpenPool.to(server, database, size);
        context.registerBean(ConnectionFactory.class, () -> pool);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.register(LedgerConfiguration.class);
        context.refresh();
    }

    ConnectionPool pool() {
        return pool;
    }

    Ledger ledger() {
        return context.getBean(Ledger.class);
    }

    /** Ends when the connections have ended, as the database may be copied or dropped then. */
    @Override
    public void close() {
        context.close();
        pool.disposeLater().block(LONGEST_WAIT);
    }
}
