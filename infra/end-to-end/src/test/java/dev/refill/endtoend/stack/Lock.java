package dev.refill.endtoend.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

import dev.refill.testsupport.TestDatabase;

/** A lock in the database, so that a node can be killed at exactly the statement that waits for it. */
public final class Lock {

    private static final Duration LONGEST = Duration.ofSeconds(30);

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

    /** How many statements that hold a text wait for a lock. */
    public static long waiters(TestDatabase database, String text) {
        return Objects.requireNonNull(database.client()
                .sql("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE wait_event_type = 'Lock' AND datname = current_database() AND strpos(query, :text) > 0
                        """)
                .bind("text", text)
                .map(row -> row.get(0, Long.class))
                .one()
                .block(LONGEST));
    }

    /**
     * Ends the sessions that wait for a lock, as the server does once it notices that its client is gone. Until then it
     * would carry out their statements when the lock is released, although nobody is left to read the answer.
     */
    public static void endWaiters(TestDatabase database) {
        database.client()
                .sql("""
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE wait_event_type = 'Lock' AND datname = current_database()
                        """)
                .fetch()
                .all()
                .blockLast(LONGEST);
        Until.holds("nothing waits for a lock", LONGEST, () -> waiters(database, "") == 0);
    }
}
