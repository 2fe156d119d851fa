package dev.refill.close.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.refill.close.seal.EntryText;
import dev.refill.close.seal.SealedDay;

/**
 * The books as they are now, of one moment, read over a connection of its own. Uses nothing of the database but tables and what comes
 * with PostgreSQL: whatever else is in the database could have been made to hide something.
 */
final class Books {

    /** As many lines at a time as a sort in memory takes. */
    private static final long WIDTH = 50_000;
    private static final int FETCH = 500;

    /** The role's and the database's own settings do not count: no name means another thing, and no row is left out without a word. */
    private static final String SETTINGS = """
            SET LOCAL search_path = pg_catalog, pg_temp;
            SET LOCAL row_security = off;
            SET LOCAL standard_conforming_strings = on;
            SET LOCAL datestyle = ISO;
            -- What is read takes as long as it takes.
            SET LOCAL statement_timeout = 0;
            """;

    /** A view or what has heirs shows what somebody wants it to show. */
    private static final String NO_TABLES = """
            SELECT string_agg(c.oid::regclass::text, ', ')
            FROM pg_class AS c
            WHERE c.oid IN ('balance.entry'::regclass, 'balance.posting'::regclass, 'balance.closed_day'::regclass,
                            'balance.closed_day_total'::regclass)
              AND (c.relkind <> 'r' OR EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhparent = c.oid))
            """;

    /** With times in microseconds since 1970, those that are none among them cut off. */
    private static final String ENTRIES = """
            SELECT p.position,
                   (extract(epoch FROM greatest(least(e.occurred_at, e.recorded_at, '9000-01-01Z'), '1000-01-01Z')) * 1000000)::bigint AS booked,
                   (extract(epoch FROM greatest(least(e.recorded_at, '9000-01-01Z'), '1000-01-01Z')) * 1000000)::bigint AS recorded,
                   %s AS text
            FROM balance.posting AS p
            JOIN balance.entry AS e ON e.entry_id = p.entry_id
            WHERE p.position >= ? AND p.position < ? AND p.line = 1
            ORDER BY p.position, e.entry_id
            """
            .formatted(EntryText.SQL);

    private static final String BOUNDS = "SELECT coalesce(min(position), 0), coalesce(max(position), -1) FROM balance.posting WHERE line = 1";
    private static final String NEXT = "SELECT min(position) FROM balance.posting WHERE position >= ? AND line = 1";

    private static final String ENTRY = "SELECT " + EntryText.SQL
            + " AS text FROM balance.entry AS e WHERE e.entry_id = ?";

    private static final String STRAGGLERS = """
            SELECT e.entry_id FROM balance.entry AS e
            WHERE NOT EXISTS (SELECT FROM balance.posting AS p WHERE p.entry_id = e.entry_id AND p.line = 1 AND p.position IS NOT NULL)
            UNION
            SELECT p.entry_id FROM balance.posting AS p
            WHERE NOT EXISTS (SELECT FROM balance.entry AS e WHERE e.entry_id = p.entry_id)
            LIMIT %d
            """.formatted(Findings.MOST);

    private static final String DAYS = """
            SELECT concat(E'sealed-day\\t1',
                          E'\\nday\\t', %1$s,
                          E'\\nends\\t', %2$s,
                          E'\\nthrough\\t', %3$s,
                          E'\\nprevious\\t', encode(d.previous, 'hex'),
                          E'\\nclosed-by\\t', %4$s,
                          E'\\nreason\\t', %5$s,
                          E'\\nbegun\\t', %6$s,
                          E'\\nsealed\\t', %7$s,
                          E'\\nentries\\t', %8$s,
                          E'\\npostings\\t', %9$s,
                          E'\\nchain\\t', encode(d.chain, 'hex'),
                          E'\\n',
                          (SELECT string_agg(concat_ws(E'\\t', 'total', %10$s, %11$s, %12$s, %13$s, %14$s) || E'\\n', ''
                                             ORDER BY t.account COLLATE "C", t.unit COLLATE "C")
                           FROM balance.closed_day_total AS t
                           WHERE t.day = d.day)) AS text,
                   encode(d.seal, 'hex') AS seal,
                   %1$s AS day
            FROM balance.closed_day AS d
            WHERE d.seal IS NOT NULL
            ORDER BY d.day
            """
            .formatted(EntryText.field("d.day"), EntryText.utc("d.ends_at"), EntryText.number("d.last_position"),
                    EntryText.field("d.closed_by"), EntryText.field("d.reason"), EntryText.utc("d.begun_at"),
                    EntryText.utc("d.sealed_at"), EntryText.number("d.entries"), EntryText.number("d.postings"),
                    EntryText.field("t.account"), EntryText.field("t.unit"), EntryText.field("t.plus"),
                    EntryText.field("t.minus"), EntryText.field("t.balance"));

    private final Connection connection;

    /**
     * @param connection is made to read only, and to see one moment
     * @throws IllegalStateException what is there is not what the schema makes, so nothing could be told
     */
    Books(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try (Statement setting = connection.createStatement()) {
            setting.execute(SETTINGS);
        }
        requireTables();
    }

    private void requireTables() throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(NO_TABLES)) {
            row.next();
            if (row.getString(1) != null) {
                throw new IllegalStateException(row.getString(1) + " (expected: tables without heirs)");
            }
        }
    }

    /**
     * @param booked its time, in microseconds since 1970
     * @param recorded when it was written, in microseconds since 1970
     */
    record Row(EntryText entry, long booked, long recorded) {}

    /**
     * What the books say of sealed days, in their order.
     *
     * @param unreadable is given the day of what was never sealed like this, and why
     */
    void days(Consumer<SealedDay> each, BiConsumer<String, String> unreadable) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(DAYS)) {
            while (rows.next()) {
                try {
                    each.accept(SealedDay.parse(rows.getString("text"), rows.getString("seal")));
                } catch (IllegalArgumentException tampered) {
                    unreadable.accept(rows.getString("day"), String.valueOf(tampered.getMessage()));
                }
            }
        }
    }

    /** What is done with each entry. */
    interface Reader {

        void read(Row row) throws Exception;
    }

    /** Every entry that has a first line, in the order of positions. */
    void entries(Reader reader) throws Exception {
        long[] bounds = bounds();
        long last = bounds[1];
        long from = bounds[0];
        try (PreparedStatement entries = connection.prepareStatement(ENTRIES);
                PreparedStatement next = connection.prepareStatement(NEXT)) {
            entries.setFetchSize(FETCH);
            while (from <= last) {
                long to = from > Long.MAX_VALUE - WIDTH ? Long.MAX_VALUE : from + WIDTH;
                if (read(entries, from, to, reader) == 0) {
                    to = Math.max(to, firstFrom(next, to));
                }
                if (to == Long.MAX_VALUE) {
                    return;
                }
                from = to;
            }
        }
    }

    private static long read(PreparedStatement entries, long from, long to, Reader reader) throws Exception {
        entries.setLong(1, from);
        entries.setLong(2, to);
        long count = 0;
        try (ResultSet rows = entries.executeQuery()) {
            while (rows.next()) {
                reader.read(new Row(new EntryText(rows.getLong("position"), rows.getString("text")),
                        rows.getLong("booked"), rows.getLong("recorded")));
                count++;
            }
        }
        return count;
    }

    private long[] bounds() throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(BOUNDS)) {
            row.next();
            return new long[]{row.getLong(1), row.getLong(2)};
        }
    }

    /** Positions may be missing in great numbers; none at all ends the reading. */
    private static long firstFrom(PreparedStatement next, long position) throws SQLException {
        next.setLong(1, position);
        try (ResultSet row = next.executeQuery()) {
            row.next();
            long found = row.getLong(1);
            return row.wasNull() ? Long.MAX_VALUE : found;
        }
    }

    /** One entry, with whatever postings it has. Empty: there is none of that id. */
    Optional<String> entry(String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENTRY)) {
            statement.setString(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString("text")) : Optional.empty();
            }
        }
    }

    /** Entries without a first line, and lines without an entry. */
    void stragglers(Consumer<String> each) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(STRAGGLERS)) {
            while (rows.next()) {
                each.accept(rows.getString(1));
            }
        }
    }
}
