package dev.refill.testsupport.books;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The books of databases of tests, kept as lines of JSON that belong to no program: {@code <class>.<method>-<number>.jsonl} in the
 * folder that the system property {@code refill.books} names. The first line says whose they are, then comes a line for each entry by
 * position and one for each account and unit that has a balance. All of a file is of one moment.
 *
 * <p>Those of an open database are kept after each test of the thread that has opened it, if something was posted meanwhile, and when
 * it is closed. Safe for use by many threads.
 */
public final class LeftBooks {

    private static final @Nullable Path FOLDER = folder();
    private static final Map<LeftBooks, Thread> OPEN = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> NUMBERS = new ConcurrentHashMap<>();
    private static final int FETCHED_AT_ONCE = 1_000;

    /** One line. The first column is its text. */
    private static final String HEAD = """
            SELECT json_build_object('class', ?::text, 'test', ?::text, 'ledger', to_regclass('balance.posting') IS NOT NULL,
                                     'wrong', ?::text)
            """;
    private static final String LAST = "SELECT coalesce(max(position), 0) FROM balance.posting";
    private static final String ENTRIES = """
            SELECT json_build_object('entry', e.entry_id, 'kind', e.kind, 'reference', e.reference,
                       'at', to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'postings', p.lines)
            FROM balance.entry AS e
            JOIN (SELECT entry_id, min(position) AS position,
                         json_agg(json_build_array(account, unit, amount) ORDER BY line) AS lines
                  FROM balance.posting
                  GROUP BY entry_id) AS p USING (entry_id)
            ORDER BY p.position
            """;
    private static final String BALANCES = """
            SELECT json_build_object('account', account, 'unit', unit, 'balance', balance)
            FROM balance.account
            ORDER BY account, unit
            """;

    private final String jdbcUrl;
    private final String username;
    private final String password;
    private final RunningTests.Name opener;
    private volatile @Nullable String wrong;
    private long keptUpTo = -1;

    private LeftBooks(String jdbcUrl, String username, String password) {
        this.jdbcUrl = jdbcUrl;
        this.username = username;
        this.password = password;
        this.opener = RunningTests.current();
    }

    private static @Nullable Path folder() {
        String name = System.getProperty("refill.books", "");
        return name.isEmpty() ? null : Path.of(name);
    }

    /** Keeps the books of a database from now on until it is {@link #close closed}, under the names of the tests that this thread runs. */
    public static LeftBooks of(String jdbcUrl, String username, String password) {
        LeftBooks books = new LeftBooks(jdbcUrl, username, password);
        if (FOLDER != null) {
            OPEN.put(books, Thread.currentThread());
        }
        return books;
    }

    /** Says that the test breaks these books on purpose: nobody else need find them right. */
    public void areWrong(String why) {
        wrong = why;
    }

    /** Keeps them a last time; the database has to be there still. */
    public void close() {
        if (OPEN.remove(this) != null) {
            keep(true);
        }
    }

    /** Forgets them, as they are those of a mutant. */
    public void forget() {
        OPEN.remove(this);
    }

    /** Keeps those of all databases that this thread has opened and not closed. */
    static void keepThoseOf(Thread thread) {
        OPEN.forEach((books, owner) -> {
            if (owner == thread) {
                books.keep(false);
            }
        });
    }

    static @Nullable Path keptIn() {
        return FOLDER;
    }

    private synchronized void keep(boolean last) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, username, password)) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            long position = wrong == null ? lastPosition(connection) : 0;
            if (position > keptUpTo || (last && keptUpTo < 0)) {
                write(connection, position);
                keptUpTo = position;
            }
        } catch (SQLException | IOException cannotKeep) {
            throw new IllegalStateException("the books of " + RunningTests.current() + " in " + jdbcUrl, cannotKeep);
        }
    }

    /** 0: nothing is posted, or there is no ledger. */
    private static long lastPosition(Connection connection) throws SQLException {
        return hasLedger(connection) ? Long.parseLong(first(connection, LAST)) : 0;
    }

    private static boolean hasLedger(Connection connection) throws SQLException {
        return first(connection, "SELECT to_regclass('balance.account') IS NOT NULL").equals("t");
    }

    private static String first(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void write(Connection connection, long position) throws SQLException, IOException {
        RunningTests.Name running = RunningTests.current();
        RunningTests.Name name = running.isKnown() ? running : opener;
        int number = NUMBERS.computeIfAbsent(name.toString(), first -> new AtomicInteger()).incrementAndGet();
        Path folder = Files.createDirectories(Objects.requireNonNull(FOLDER));
        try (Writer file = Files.newBufferedWriter(folder.resolve(name + "-" + number + ".jsonl"))) {
            lines(connection, HEAD, file, name.testClass(), name.test(), wrong);
            if (position > 0) {
                lines(connection, ENTRIES, file);
                lines(connection, BALANCES, file);
            }
        }
    }

    private static void lines(Connection connection, String sql, Writer file, @Nullable String... parameters)
            throws SQLException, IOException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCHED_AT_ONCE);
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    file.append(rows.getString(1)).append('\n');
                }
            }
        }
    }
}
