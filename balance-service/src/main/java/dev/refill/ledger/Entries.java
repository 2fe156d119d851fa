package dev.refill.ledger;

import java.time.Instant;
import java.util.List;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads any number of entries by their places, in stretches of positions, so that no statement takes long and none holds them all. For
 * exports: a day's entries are those that {@code dev.refill.close} counts in it.
 */
public final class Entries {

    private static final long WIDTH = 10_000;

    private static final String STRETCH = """
            SELECT f.position, e.entry_id, e.kind, e.reference, e.occurred_at, e.recorded_at, p.account, p.unit, p.amount
            FROM balance.posting AS f
            JOIN balance.entry AS e ON e.entry_id = f.entry_id
            JOIN balance.posting AS p ON p.entry_id = f.entry_id
            WHERE f.position > :after AND f.position <= :through AND f.line = 1
            ORDER BY f.position, p.line
            """;

    private final DatabaseClient database;
    private final long width;

    /** @param width how many positions are read at once */
    Entries(ConnectionFactory connections, long width) {
        this.database = DatabaseClient.create(connections);
        this.width = width;
    }

    public static Entries over(ConnectionFactory connections) {
        return new Entries(connections, WIDTH);
    }

    /**
     * The entries whose first line is in a range of positions, by position, their postings by line. Cold, and as fast as it is asked for:
     * one stretch of 10,000 positions is in memory, and no statement is open while nobody asks. A cancel ends it after the stretch. What is
     * being posted meanwhile in that range may be missing: an end that nobody writes before any more is what the cut of a closed day is.
     *
     * @param after zero or more
     * @param through this one included
     * @return empty: there are none; an error is a {@link LedgerException}
     */
    public Flux<PlacedEntry> between(long after, long through) {
        return Flux.<Long, Long>generate(() -> after, (from, sink) -> {
            if (from >= through) {
                sink.complete();
            } else {
                sink.next(from);
            }
            return from + width;
        })
                .concatMap(from -> stretch(from, Math.min(from + width, through)), 1)
                .concatMapIterable(entries -> entries, 1)
                .onErrorMap(LedgerFaults::translate);
    }

    private record Line(long position, EntryId id, String kind, String reference, Instant occurredAt,
            Instant recordedAt, Posting posting) {

        static Line of(Readable row) {
            return new Line(Column.number(row, "position"), new EntryId(Column.text(row, "entry_id")),
                    Column.text(row, "kind"), Column.text(row, "reference"),
                    Column.required(row, "occurred_at", Instant.class),
                    Column.required(row, "recorded_at", Instant.class),
                    new Posting(new AccountId(Column.text(row, "account")),
                            new Amount(new LedgerUnit(Column.text(row, "unit")), Column.number(row, "amount"))));
        }
    }

    /** Read to its end before it is handed on: who reads slowly must not keep a statement open. */
    private Mono<List<PlacedEntry>> stretch(long after, long through) {
        return database.sql(STRETCH)
                .bind("after", after)
                .bind("through", through)
                .map(Line::of)
                .all()
                .bufferUntilChanged(Line::position)
                .map(Entries::entry)
                .collectList();
    }

    private static PlacedEntry entry(List<Line> lines) {
        Line any = lines.getFirst();
        return new PlacedEntry(any.position(), any.recordedAt(), new Entry(any.id(), any.kind(), any.reference(),
                any.occurredAt(), lines.stream().map(Line::posting).toList()));
    }
}
