package dev.refill.ledger;

import java.time.Duration;

import io.r2dbc.spi.ConnectionFactory;

import dev.refill.groupcommit.GroupCommit;

/** The books in PostgreSQL as the application makes them; each is a node of its own. */
public final class TestBooks {

    private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(128, 2048, Duration.ofSeconds(10));

    private TestBooks() {}

    public static Ledger over(ConnectionFactory connections) {
        return over(connections, LIMITS);
    }

    static R2dbcLedger over(ConnectionFactory connections, GroupCommit.Limits limits) {
        return new R2dbcLedger(PostEntries.writers(2, connections, limits), limits, connections);
    }
}
