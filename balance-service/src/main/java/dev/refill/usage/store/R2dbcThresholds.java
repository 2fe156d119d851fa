package dev.refill.usage.store;

import java.time.Instant;
import java.util.List;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.Columns;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.usage.UsageNotices.Reached;
import dev.refill.usage.threshold.Thresholds;

import static dev.refill.usage.store.Column.required;

/** The outbox in PostgreSQL. */
public final class R2dbcThresholds implements Thresholds {

    private static final String UNTOLD = """
            SELECT r.number, r.client, t.owner, r.account, t.allowance, r.unit, r.percent, r.filled, r.remaining, r.reached_at
            FROM balance.usage_threshold AS r
            JOIN balance.bucket_terms AS t USING (account, unit)
            WHERE r.told_at IS NULL
            ORDER BY r.number
            LIMIT :limit
            """;

    private static final String TOLD = """
            UPDATE balance.usage_threshold SET told_at = clock_timestamp()
            WHERE number = ANY (%s) AND told_at IS NULL
            """.formatted(Columns.parameter("numbers", "bigint"));

    private final DatabaseClient database;

    public R2dbcThresholds(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @Override
    public Flux<Reached> untold(int limit) {
        return database.sql(UNTOLD).bind("limit", limit).map(R2dbcThresholds::reached).all();
    }

    private static Reached reached(Readable row) {
        return new Reached(required(row, "number", Long.class), required(row, "client", String.class),
                required(row, "owner", String.class), null, new AccountId(required(row, "account", String.class)),
                required(row, "allowance", String.class), new LedgerUnit(required(row, "unit", String.class)),
                required(row, "percent", Integer.class), required(row, "filled", Long.class),
                required(row, "remaining", Long.class), required(row, "reached_at", Instant.class));
    }

    @Override
    public Mono<Void> told(List<Reached> reached) {
        return database.sql(TOLD).bind("numbers", new Columns<>(reached).longs(Reached::number)).then();
    }
}
