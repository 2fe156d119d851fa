package dev.refill.close.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Consumer;

import dev.refill.close.seal.EntryText;
import dev.refill.close.seal.SealedDay;

/**
 * The books as they are now, of one moment, read over a connection of its own. Uses nothing of the database but tables and what comes
 * with PostgreSQL: a function of the schema could have been changed as well.
 */
final class Books {

    /** As many lines at a time as a sort in memory takes. */
    private static final long WIDTH = 50_000;
    private static final int FETCH = 500;

    /** With times in microseconds since 1970, those that are none among them cut off. */
    private static final String ENTRIES = """
            SELECT p.position, e.entry_id,
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
            WHERE NOT EXISTS (SELECT FROM balance.posting AS p WHERE p.entry_id = e.entry_id AND p.line = 1)
            UNION
            SELECT p.entry_id FROM balance.posting AS p
            WHERE NOT EXISTS (SELECT FROM balance.entry AS e WHERE e.entry_id = p.entry_id)
            LIMIT %d
            """.formatted(Findings.MOST);

    private static final String DAYS = """
            SELECT concat(E'sealed-day\\t1', E'\\nday\\t', to_char(day, 'YYYY-MM-DD'),
                          E'\\nends\\t', %s,
                          E'\\nthrough\\t', last_position,
                          E'\\nprevious\\t', encode(previous, 'hex'),
                          E'\\nclosed-by\\t', %s,
                          E'\\nreason\\t', %s,
                          E'\\nbegun\\t', %s,
                          E'\\nsealed\\t', %s,
                          E'\\nentries\\t', entries, E'\\npostings\\t', postings, E'\\nchain\\t', encode(chain, 'hex'), E'\\n',
                          (SELECT string_agg(concat_ws(E'\\t', 'total', account, unit, plus, minus, balance) || E'\\n', ''
                                             ORDER BY account COLLATE "C", unit COLLATE "C")
                           FROM balance.closed_day_total AS t
                           WHERE t.day = d.day)) AS text,
                   encode(seal, 'hex') AS seal
            FROM balance.closed_day AS d
            WHERE seal IS NOT NULL
            ORDER BY day
            """.formatted(EntryText.utc("ends_at"), EntryText.escaped("closed_by"), EntryText.escaped("reason"),
            EntryText.utc("begun_at"), EntryText.utc("sealed_at"));

    private final Connection connection;

    /** @param connection is made to read only, and to see one moment */
    Books(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try (Statement setting = connection.createStatement()) {
            // What is read takes as long as it takes.
            setting.execute("SET LOCAL statement_timeout = 0");
        }
    }

    /**
     * @param booked its time, in microseconds since 1970
     * @param recorded when it was written, in microseconds since 1970
     */
    record Row(EntryText entry, long booked, long recorded) {}

    /** What the books say of sealed days, in their order. */
    void days(Consumer<SealedDay> each) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(DAYS)) {
            while (rows.next()) {
                each.accept(SealedDay.parse(rows.getString("text"), rows.getString("seal")));
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
                reader.read(new Row(new EntryText(rows.getLong("position"), rows.getString("entry_id"),
                        rows.getString("text")), rows.getLong("booked"), rows.getLong("recorded")));
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
