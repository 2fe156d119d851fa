package dev.refill.app.database;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the database is and how long anything waits for it.
 *
 * @param url an R2DBC URL, for example {@code r2dbc:postgresql://db.internal:5432/refill?sslMode=verify-full}
 * @param username the role that the application works as; it need not own the schemas
 * @param password its password
 * @param poolSize connections for orders, ledger and idempotency, at most
 * @param webhooksPoolSize connections for webhooks alone, at most, so that neither starves the other
 * @param maxPending callers that may wait for a connection of a pool; more are refused at once
 * @param maxAcquireTime how long a caller waits for a connection
 * @param maxCreateConnectionTime how long opening a connection may take
 * @param maxValidationTime how long checking a connection may take
 * @param maxIdleTime when an unused connection is closed
 * @param maxLifeTime when a connection is replaced, so that a fail-over or a new password is taken up
 * @param statementTimeout when PostgreSQL gives up a statement
 * @param lockTimeout when PostgreSQL gives up waiting for a lock
 * @param idleInTransactionTimeout when PostgreSQL closes a connection that forgot its transaction
 */
@ConfigurationProperties("refill.database")
record DatabaseProperties(String url, String username, String password, @DefaultValue("20") int poolSize,
        @DefaultValue("5") int webhooksPoolSize, @DefaultValue("1000") int maxPending,
        @DefaultValue("2s") Duration maxAcquireTime, @DefaultValue("5s") Duration maxCreateConnectionTime,
        @DefaultValue("1s") Duration maxValidationTime, @DefaultValue("10m") Duration maxIdleTime,
        @DefaultValue("30m") Duration maxLifeTime, @DefaultValue("5s") Duration statementTimeout,
        @DefaultValue("2s") Duration lockTimeout, @DefaultValue("5s") Duration idleInTransactionTimeout) {

    DatabaseProperties {
        requireGiven("url", url);
        requireGiven("username", username);
        requireGiven("password", password);
        requirePositive("pool-size", poolSize);
        requirePositive("webhooks-pool-size", webhooksPoolSize);
        requirePositive("max-pending", maxPending);
    }

    // The binder passes null for what is not set, whatever the declared type says.
    @SuppressWarnings("ConstantValue")
    private static void requireGiven(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("refill.database." + name + " is not set");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("refill.database." + name + ": " + value + " (expected: at least 1)");
        }
    }

    @Override
    public String toString() {
        return "DatabaseProperties[url=" + url + ", username=" + username + "]";
    }
}
