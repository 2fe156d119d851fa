package dev.refill.close;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

import dev.refill.ledger.Entries;
import dev.refill.ledger.Entry;
import dev.refill.ledger.PlacedEntry;

/** Reads the entries of sealed days, one day after the other. */
final class ReadEntries {

    /** With where its entries begin, and what those of the day before can no longer be. */
    private static final String SEALED = """
            SELECT d.last_position, d.ends_at, coalesce(b.next_position, b.last_position + 1, 1) AS first_position,
                   coalesce(b.last_position, 0) AS before_position, b.ends_at AS begins_at
            FROM balance.closed_day AS d
            LEFT JOIN balance.closed_day AS b ON b.day = d.day - 1
            WHERE d.day BETWEEN :first AND :last
              AND EXISTS (SELECT FROM balance.closed_day WHERE day = :last AND seal IS NOT NULL)
            ORDER BY d.day
            """;

    private final DatabaseClient database;
    private final Entries entries;

    ReadEntries(DatabaseClient database, Entries entries) {
        this.database = database;
        this.entries = entries;
    }

    /** @param begins none: the first day of all, in which everything before is */
    private record Sealed(long first, long last, long before, Instant ends, @Nullable Instant begins) {

        static Sealed of(Readable row) {
            return new Sealed(number(row, "first_position"), number(row, "last_position"),
                    number(row, "before_position"),
                    Objects.requireNonNull(row.get("ends_at", Instant.class), "ends_at"),
                    row.get("begins_at", Instant.class));
        }

        private static long number(Readable row, String name) {
            return Objects.requireNonNull(row.get(name, Long.class), name);
        }

        /** Nobody books into the future: the time of an entry is at most that of its writing. */
        boolean has(PlacedEntry placed) {
            Instant occurred = placed.entry().occurredAt();
            Instant booked = occurred.isBefore(placed.recordedAt()) ? occurred : placed.recordedAt();
            return booked.isBefore(ends)
                    && (placed.position() > before || (begins != null && !booked.isBefore(begins)));
        }
    }

    Flux<Entry> of(LocalDate first, LocalDate last) {
        return database.sql(SEALED)
                .bind("first", first)
                .bind("last", last)
                .map(Sealed::of)
                .all()
                .collectList()
                .flatMapIterable(days -> days)
                .concatMap(this::of, 1);
    }

    private Flux<Entry> of(Sealed day) {
        return entries.between(day.first() - 1, day.last()).filter(day::has).map(PlacedEntry::entry);
    }
}
