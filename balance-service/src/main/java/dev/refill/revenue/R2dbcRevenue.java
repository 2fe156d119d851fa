package dev.refill.revenue;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.LedgerUnit;

/** Revenue in PostgreSQL; how it is worked out is told in the schema, at {@code balance.recognise}. */
final class R2dbcRevenue implements Revenue {

    private static final String RECOGNISE = """
            SELECT balance.recognise(:money, :credit, :at) AS earned
            """;

    private static final String POOLS = """
            SELECT money, credit FROM balance.revenue_pool ORDER BY credit
            """;

    private final DatabaseClient database;
    private final Clock clock;

    R2dbcRevenue(ConnectionFactory connections, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.clock = clock;
    }

    @Override
    public Mono<Long> recognise(RevenuePool pool) {
        return Mono.defer(() -> database.sql(RECOGNISE)
                .bind("money", pool.money().code())
                .bind("credit", pool.credit().code())
                .bind("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .map(row -> Optional.ofNullable(row.get("earned", Long.class)))
                .one()
                .flatMap(Mono::justOrEmpty));
    }

    @Override
    public Flux<RevenuePool> pools() {
        return database.sql(POOLS)
                .map(row -> new RevenuePool(unit(row, "money"), unit(row, "credit")))
                .all();
    }

    private static LedgerUnit unit(Readable row, String name) {
        return new LedgerUnit(Objects.requireNonNull(row.get(name, String.class), name));
    }
}
