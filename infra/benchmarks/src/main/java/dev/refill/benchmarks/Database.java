package dev.refill.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

import dev.refill.local.postgres.LocalPostgres;

/** One connection to a database, for what is asked before and after a measurement. Not safe for use by many threads. */
public final class Database implements AutoCloseable {

    private final Connection connection;
    private final long postmaster;

    private Database(Connection connection) throws SQLException {
        this.connection = connection;
        this.postmaster = ProcessorTime.parentOf(number("SELECT pg_backend_pid()"));
    }

    /** Connects. */
    public static Database of(LocalPostgres server, String name) {
        try {
            return new Database(connect(server, name));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static void create(LocalPostgres server, String name) {
        administer(server, "CREATE DATABASE " + name);
    }

    /** Runs a statement outside all databases of one's own, for example one that makes, copies or drops them. */
    public static void administer(LocalPostgres server, String sql) {
        try (Database postgres = of(server, "postgres")) {
            postgres.execute(sql);
        }
    }

    private static Connection connect(LocalPostgres server, String name) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(name), server.username(), server.password());
    }

    /** The process id of the server, whose children do its work. */
    public long postmaster() {
        return postmaster;
    }

    /** Runs a statement, or several with a semicolon between them. */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The one number of the one row. */
    public long number(String sql) {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new IllegalStateException("no row: " + sql);
            }
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The one text of the first row; empty: there is none. */
    public String text(String sql) {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** A text and a number from each row; a text that comes twice is an error. */
    public Map<String, Long> map(String sql) {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            Map<String, Long> all = new TreeMap<>();
            while (rows.next()) {
                if (all.put(rows.getString(1), rows.getLong(2)) != null) {
                    throw new IllegalStateException("twice: " + rows.getString(1));
                }
            }
            return all;
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
