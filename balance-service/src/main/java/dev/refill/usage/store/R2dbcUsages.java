package dev.refill.usage.store;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.bucket.Buckets;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.plan.Service;
import dev.refill.usage.RemainingAllowance;
import dev.refill.usage.UsageCount;
import dev.refill.usage.UsageFilter;
import dev.refill.usage.UsageRecord;
import dev.refill.usage.UsageSummary;
import dev.refill.usage.Usages;
import dev.refill.usage.Used;

import static dev.refill.usage.store.Column.required;

/** Usage in PostgreSQL. */
public final class R2dbcUsages implements Usages {

    private static final String HISTORY = """
            SELECT position, id, service, target, used_from, used_until, quantity, charged, charged_in
            FROM balance.usage
            WHERE subscriber_id = :subscriber
              AND used_from >= coalesce(CAST(:from AS timestamptz), '-infinity')
              AND used_from < coalesce(CAST(:until AS timestamptz), 'infinity')
              AND service = coalesce(CAST(:service AS text), service)
              AND (CAST(:before AS bigint) IS NULL OR (used_from, position)
                   < (SELECT used_from, position FROM balance.usage WHERE position = :before AND subscriber_id = :subscriber))
            ORDER BY used_from DESC, position DESC
            LIMIT :limit
            """;

    private static final String COUNTS = """
            SELECT CAST(date_trunc(:period, day) AS date) AS period, service, charged_in,
                   CAST(sum(quantity) AS bigint) AS quantity, CAST(sum(charged) AS bigint) AS charged
            FROM balance.usage_counter
            WHERE subscriber_id = :subscriber AND day >= :since
            GROUP BY 1, 2, 3
            HAVING sum(quantity) <> 0 OR sum(charged) <> 0
            ORDER BY 1 DESC, 2, 3
            """;

    /** What was put into a bucket since it was last used is a fill that no usage has seen yet. */
    private static final String ALLOWANCES = """
            SELECT t.account, t.allowance, t.unit, t.valid_until, held.remaining,
                   CASE WHEN a.remaining = held.remaining THEN a.filled ELSE held.remaining END AS filled
            FROM (SELECT CAST(:subscriber AS text) AS owner
                  UNION ALL
                  SELECT owner FROM balance.bucket_sharing WHERE shared_with = :subscriber) AS of
            JOIN balance.bucket_terms AS t ON t.owner = of.owner COLLATE "C" AND t.emptied_at IS NULL
            JOIN balance.bucket AS b ON b.account = t.account AND b.unit = t.unit
            LEFT JOIN balance.allowance_use AS a ON a.account = t.account AND a.unit = t.unit
            CROSS JOIN LATERAL (SELECT b.balance + coalesce(a.reserved, 0) AS remaining) AS held
            WHERE t.allowance IS NOT NULL AND t.valid_from <= :now AND coalesce(t.valid_until > :now, true)
              AND (held.remaining > 0 OR a.remaining = 0)
            ORDER BY t.valid_until NULLS LAST, t.priority, t.account
            LIMIT :most
            """;

    private final DatabaseClient database;
    private final ZoneId zone;
    private final Clock clock;

    /** @param zone where days begin */
    public R2dbcUsages(ConnectionFactory connections, ZoneId zone, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.zone = zone;
        this.clock = clock;
    }

    @Override
    public Flux<UsageRecord> history(SubscriberId subscriber, UsageFilter filter, int limit) {
        return database.sql(HISTORY)
                .bind("subscriber", subscriber.value())
                .bind("from", time(filter.from()))
                .bind("until", time(filter.until()))
                .bind("service", Parameters.in(R2dbcType.VARCHAR, word(filter.service())))
                .bind("before", Parameters.in(R2dbcType.BIGINT, filter.before()))
                .bind("limit", limit)
                .map(R2dbcUsages::kept)
                .all();
    }

    private static UsageRecord kept(Readable row) {
        return new UsageRecord(required(row, "position", Long.class), required(row, "id", String.class),
                new Used(service(row), required(row, "target", String.class), required(row, "used_from", Instant.class),
                        required(row, "used_until", Instant.class), required(row, "quantity", Long.class),
                        charged(row)));
    }

    @Override
    public Mono<UsageSummary> summary(SubscriberId subscriber) {
        return Mono.defer(() -> summary(subscriber, clock.instant()));
    }

    private Mono<UsageSummary> summary(SubscriberId subscriber, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return Mono.zip(counts(subscriber, "day", today.minusDays(UsageSummary.DAYS - 1L)),
                counts(subscriber, "month", today.withDayOfMonth(1).minusMonths(UsageSummary.MONTHS - 1L)),
                allowances(subscriber, now))
                .map(read -> new UsageSummary(zone, today, read.getT1(), read.getT2(), read.getT3()));
    }

    private Mono<List<UsageCount>> counts(SubscriberId subscriber, String period, LocalDate since) {
        return database.sql(COUNTS)
                .bind("period", period)
                .bind("subscriber", subscriber.value())
                .bind("since", since)
                .map(row -> new UsageCount(required(row, "period", LocalDate.class), service(row),
                        required(row, "quantity", Long.class), charged(row)))
                .all()
                .collectList();
    }

    private Mono<List<RemainingAllowance>> allowances(SubscriberId subscriber, Instant now) {
        return database.sql(ALLOWANCES)
                .bind("subscriber", subscriber.value())
                .bind("now", time(now))
                .bind("most", Buckets.MOST)
                .map(row -> new RemainingAllowance(new AccountId(required(row, "account", String.class)),
                        required(row, "allowance", String.class),
                        new Amount(new LedgerUnit(required(row, "unit", String.class)),
                                required(row, "remaining", Long.class)),
                        required(row, "filled", Long.class), row.get("valid_until", Instant.class)))
                .all()
                .collectList();
    }

    private static Service service(Readable row) {
        return Service.valueOf(required(row, "service", String.class).toUpperCase(Locale.ROOT));
    }

    private static Amount charged(Readable row) {
        return new Amount(new LedgerUnit(required(row, "charged_in", String.class)),
                required(row, "charged", Long.class));
    }

    private static @Nullable String word(@Nullable Service service) {
        return service == null ? null : service.word();
    }

    private static Parameter time(@Nullable Instant at) {
        return Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE,
                at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    }
}
