package dev.refill.close;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.close.seal.Chain;
import dev.refill.close.seal.EntryText;
import dev.refill.close.seal.SealedDay;

/** Reads the entries of a sealed day in stretches of positions, so that no statement takes long and none holds them all. */
final class ReadFile {

    private static final Logger log = LoggerFactory.getLogger(ReadFile.class);
    private static final long WIDTH = 10_000;

    /** With where its entries begin, and what those of the day before can no longer be. */
    private static final String SEALED = """
            SELECT balance.day_text(d) AS text, encode(d.seal, 'hex') AS seal, encode(d.chain, 'hex') AS chain,
                   encode(d.previous, 'hex') AS previous, d.last_position, d.ends_at,
                   coalesce(b.next_position, b.last_position + 1, 1) AS first_position,
                   coalesce(b.last_position, 0) AS before_position, b.ends_at AS begins_at
            FROM balance.closed_day AS d
            LEFT JOIN balance.closed_day AS b ON b.day = d.day - 1
            WHERE d.day = :day AND d.seal IS NOT NULL
            """;

    private static final String STRETCH = """
            SELECT p.position, %s AS text
            FROM balance.posting AS p
            JOIN balance.entry AS e ON e.entry_id = p.entry_id
            WHERE p.position >= :from AND p.position <= :to AND p.line = 1
              AND least(e.occurred_at, e.recorded_at) < :ends
              AND (p.position > :before OR least(e.occurred_at, e.recorded_at) >= :begins)
            ORDER BY p.position
            """.formatted(EntryText.SQL);

    private final DatabaseClient database;

    ReadFile(DatabaseClient database) {
        this.database = database;
    }

    /** @param begins none: the first day of all, in which everything before is */
    private record Sealed(LocalDate day, String text, String seal, String chain, String previous, long first, long last,
            long before, OffsetDateTime ends, @Nullable OffsetDateTime begins) {

        static Sealed of(LocalDate day, Readable row) {
            return new Sealed(day, value(row, "text", String.class), value(row, "seal", String.class),
                    value(row, "chain", String.class), value(row, "previous", String.class),
                    value(row, "first_position", Long.class), value(row, "last_position", Long.class),
                    value(row, "before_position", Long.class), value(row, "ends_at", OffsetDateTime.class),
                    row.get("begins_at", OffsetDateTime.class));
        }

        private static <T> T value(Readable row, String name, Class<T> type) {
            return Objects.requireNonNull(row.get(name, type), name);
        }
    }

    Flux<String> of(LocalDate day) {
        return database.sql(SEALED)
                .bind("day", day)
                .map(row -> Sealed.of(day, row))
                .one()
                .flatMapMany(this::lines);
    }

    private Flux<String> lines(Sealed sealed) {
        return Flux.defer(() -> {
            Chain chain = new Chain(sealed.previous());
            return stretches(sealed)
                    .doOnNext(chain::add)
                    .map(EntryText::text)
                    .concatWith(Mono.defer(() -> seal(sealed, chain)));
        });
    }

    private Flux<EntryText> stretches(Sealed sealed) {
        return Flux.<Long, Long>generate(sealed::first, (from, sink) -> {
            if (from > sealed.last()) {
                sink.complete();
            } else {
                sink.next(from);
            }
            return from + WIDTH;
        }).concatMap(from -> stretch(sealed, from), 1).concatMapIterable(entries -> entries, 1);
    }

    /** Read to its end before it is handed on: who reads slowly must not keep a statement open. */
    private Mono<List<EntryText>> stretch(Sealed sealed, long from) {
        OffsetDateTime begins = sealed.begins();
        return database.sql(STRETCH)
                .bind("from", from)
                .bind("to", Math.min(from + WIDTH - 1, sealed.last()))
                .bind("ends", sealed.ends())
                .bind("before", sealed.before())
                .bind("begins", begins == null ? sealed.ends() : begins)
                .map(row -> new EntryText(Sealed.value(row, "position", Long.class),
                        Sealed.value(row, "text", String.class)))
                .all()
                .collectList();
    }

    private static Mono<String> seal(Sealed sealed, Chain chain) {
        return chain.value().equals(sealed.chain())
                ? Mono.just(sealed.text() + SealedDay.SEAL + sealed.seal() + "\n")
                : Mono.error(() -> broken(sealed.day()));
    }

    private static SealBrokenException broken(LocalDate day) {
        SealBrokenException broken = new SealBrokenException(day);
        log.error("{}; infra/bin/verify-seals tells more", broken.getMessage());
        return broken;
    }
}
