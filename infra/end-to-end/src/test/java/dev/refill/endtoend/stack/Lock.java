package dev.refill.endtoend.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import dev.refill.testsupport.TestDatabase;

/** A lock in the database, so that a node can be killed at exactly the statement that waits for it. */
public final class Lock {

    private Lock() {}

    /**
     * Holds a lock while something is done.
     *
     * @param sql takes the lock, within a transaction that is rolled back in the end
     */
    public static void whileHeld(TestDatabase database, String sql, Runnable work) {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.username(),
                database.password())) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            }
            work.run();
            connection.rollback();
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }
}
