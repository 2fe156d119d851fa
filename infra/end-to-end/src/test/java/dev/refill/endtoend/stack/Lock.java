package dev.refill.endtoend.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import dev.refill.testsupport.TestDatabase;

/** Holds a lock in the database, so that a node can be killed at exactly the statement that waits for it. */
public final class Lock implements AutoCloseable {

    private final Connection connection;

    private Lock(Connection connection) {
        this.connection = connection;
    }

    /** @param sql takes the lock, within a transaction that lasts until this is closed */
    public static Lock hold(TestDatabase database, String sql) {
        try {
            Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return new Lock(connection);
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
