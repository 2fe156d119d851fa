package dev.refill.lowbalance;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.Columns;
import dev.refill.ledger.LedgerUnit;
import dev.refill.lowbalance.LowBalanceNotices.Crossing;

/** Marks and crossings in PostgreSQL. */
final class R2dbcLowBalance implements LowBalance, Crossings {

    private static final String SET = """
            INSERT INTO balance.low_mark AS m (id, revision, subscriber_id, unit, threshold, is_watched)
            VALUES (:id, :revision, :subscriber, :unit, :threshold, :watched)
            ON CONFLICT (id) DO UPDATE
            SET revision = excluded.revision, subscriber_id = excluded.subscriber_id, unit = excluded.unit,
                threshold = excluded.threshold, is_watched = excluded.is_watched,
                is_crossed = m.is_crossed AND m.is_watched AND excluded.threshold <= m.threshold
            WHERE m.revision < excluded.revision
            """;

    private static final String LOOK = """
            SELECT balance.look_at_low_mark(:id)
            """;

    private static final String IS_LOW = """
            SELECT balance.own_credit(:subscriber, :unit) < :threshold AS is_low
            """;

    private static final String UNTOLD = """
            SELECT number, mark, subscriber_id, unit, threshold, remaining, crossed_at
            FROM balance.low_crossing
            WHERE told_at IS NULL
            ORDER BY number
            LIMIT :limit
            """;

    private static final String TOLD = """
            UPDATE balance.low_crossing SET told_at = clock_timestamp()
            WHERE number = ANY (%s) AND told_at IS NULL
            """.formatted(Columns.parameter("numbers", "bigint"));

    private final DatabaseClient database;

    R2dbcLowBalance(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    /** Two statements: the second sees whoever moved credit without having seen the mark. */
    @Override
    public Mono<Void> watch(LowMark mark) {
        return set(mark, true).then(Mono.defer(() -> database.sql(LOOK).bind("id", mark.id()).then()));
    }

    @Override
    public Mono<Void> unwatch(LowMark mark) {
        return set(mark, false);
    }

    private Mono<Void> set(LowMark mark, boolean isWatched) {
        return database.sql(SET)
                .bind("id", mark.id())
                .bind("revision", mark.revision())
                .bind("subscriber", mark.subscriber().value())
                .bind("unit", mark.unit().code())
                .bind("threshold", mark.threshold())
                .bind("watched", isWatched)
                .then();
    }

    @Override
    public Mono<Boolean> isLow(LowMark mark) {
        return database.sql(IS_LOW)
                .bind("subscriber", mark.subscriber().value())
                .bind("unit", mark.unit().code())
                .bind("threshold", mark.threshold())
                .map(row -> required(row, "is_low", Boolean.class))
                .one();
    }

    @Override
    public Flux<Crossing> untold(int limit) {
        return database.sql(UNTOLD).bind("limit", limit).map(R2dbcLowBalance::crossing).all();
    }

    private static Crossing crossing(Readable row) {
        return new Crossing(required(row, "number", Long.class), required(row, "mark", String.class),
                required(row, "subscriber_id", String.class), new LedgerUnit(required(row, "unit", String.class)),
                required(row, "threshold", Long.class), required(row, "remaining", Long.class),
                required(row, "crossed_at", Instant.class));
    }

    @Override
    public Mono<Void> told(List<Crossing> crossings) {
        return database.sql(TOLD).bind("numbers", new Columns<>(crossings).longs(Crossing::number)).then();
    }

    private static <T> T required(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
