package dev.refill.finance.reconcile.source;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Objects;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;

/**
 * What the bank booked of payouts. An entry is a payout's if its reference or that of one of its transactions is the payout's id; of one
 * that names none, if it is the only one of that amount in these days and the payout is the only one that it can be. Everything is cold.
 */
public final class BankLines {

    private static final int LATEST = 5;

    /** An entry of several transactions is cut into them; they tell their amounts without a sign. */
    private static final String NAMED = """
            SELECT DISTINCT ON (reference) reference, key, booked_on, amount, currency
            FROM (
                SELECT entry.file_id || '/' || entry.statement || '/' || entry.entry
                           || CASE WHEN entry.transactions > 1 THEN '/' || part.transaction ELSE '' END AS reference,
                       payout.key, coalesce(entry.booked_on, entry.value_on) AS booked_on,
                       CASE WHEN entry.transactions > 1 THEN sign(entry.amount)::bigint * part.amount ELSE entry.amount END AS amount,
                       CASE WHEN entry.transactions > 1 THEN part.currency ELSE entry.currency END AS currency
                FROM finance.our_line AS payout
                JOIN finance.imported_transaction AS part ON part.end_to_end = substr(payout.key, length('payout:') + 1)
                JOIN finance.imported_entry AS entry USING (file_id, statement, entry)
                WHERE payout.pair = :pair AND payout.day BETWEEN :first AND :last AND entry.status = 'BOOKED'
                UNION ALL
                SELECT entry.file_id || '/' || entry.statement || '/' || entry.entry, payout.key,
                       coalesce(entry.booked_on, entry.value_on), entry.amount, entry.currency
                FROM finance.our_line AS payout
                JOIN finance.imported_entry AS entry ON entry.reference = substr(payout.key, length('payout:') + 1)
                WHERE payout.pair = :pair AND payout.day BETWEEN :first AND :last AND entry.status = 'BOOKED'
                    AND entry.transactions <= 1) AS named
            WHERE amount IS NOT NULL AND booked_on IS NOT NULL
            ORDER BY reference, key
            """;

    private static final String UNNAMED = """
            SELECT reference, key, booked_on, amount, currency
            FROM (
                SELECT entry.file_id || '/' || entry.statement || '/' || entry.entry AS reference, payout.key, entry.booked_on,
                       entry.amount, entry.currency, count(*) OVER (PARTITION BY payout.key) AS entries,
                       count(*) OVER (PARTITION BY entry.file_id, entry.statement, entry.entry) AS payouts
                FROM finance.our_line AS payout
                JOIN finance.imported_entry AS entry
                    ON entry.amount = payout.amount AND entry.currency = payout.currency
                    AND entry.booked_on BETWEEN payout.day AND payout.day + :latest
                WHERE payout.pair = :pair AND payout.day BETWEEN :first AND :last AND entry.status = 'BOOKED'
                    AND NOT EXISTS (SELECT FROM finance.their_line AS line WHERE line.pair = payout.pair AND line.key = payout.key)
                    AND NOT EXISTS (
                        SELECT FROM finance.their_line AS line
                        WHERE line.pair = payout.pair
                            AND line.reference = entry.file_id || '/' || entry.statement || '/' || entry.entry)) AS possible
            WHERE entries = 1 AND payouts = 1
            """;

    private final DatabaseClient database;

    public BankLines(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    /** Entries that name a payout of these days. */
    Flux<Line> named(PairId pair, LocalDate first, LocalDate last) {
        return database.sql(NAMED).bind("pair", pair.value()).bind("first", first).bind("last", last)
                .map(BankLines::line).all();
    }

    /** Entries that name none and can be only one, of payouts that no entry is found for. */
    Flux<Line> unnamed(PairId pair, LocalDate first, LocalDate last) {
        return database.sql(UNNAMED).bind("pair", pair.value()).bind("first", first).bind("last", last)
                .bind("latest", LATEST).map(BankLines::line).all();
    }

    private static Line line(Readable row) {
        LocalDate booked = required(row, "booked_on", LocalDate.class);
        return new Line(required(row, "reference", String.class), new LineKey(required(row, "key", String.class)),
                booked,
                Currency.getInstance(required(row, "currency", String.class)), required(row, "amount", Long.class), 0,
                booked.atTime(LocalTime.MIDNIGHT).toInstant(ZoneOffset.UTC), null);
    }

    private static <T> T required(Readable row, String name, Class<T> type) {
        @Nullable
        T value = row.get(name, type);
        return Objects.requireNonNull(value, name);
    }
}
