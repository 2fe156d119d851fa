package dev.refill.tariff.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.tariff.NewVersion;
import dev.refill.tariff.PlanId;
import dev.refill.tariff.PlanInForce;
import dev.refill.tariff.PlanVersion;
import dev.refill.tariff.PutOutcome;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Tariffs;
import dev.refill.tariff.file.PlanReading;
import dev.refill.tariff.file.ReadPlan;
import dev.refill.tariff.file.WritePlan;

/** The versions in PostgreSQL, whose clock alone says what is past. */
public final class R2dbcTariffs implements Tariffs {

    /**
     * What was read holds for half the minute that a new version keeps from now; the other half is for a statement that
     * was under way.
     */
    private static final String IN_FORCE = """
                                           SELECT found.version, found.effective_from,
                                                  least(clock_timestamp() + interval '30 seconds',
                                                        (SELECT min(later.effective_from) FROM balance.tariff_version AS later
                                                         WHERE later.plan = :plan AND later.version > found.version)) AS known_until
                                           FROM balance.tariff_version AS found
                                           WHERE found.plan = :plan AND found.effective_from <= :at
                                           ORDER BY found.version DESC
                                           LIMIT 1
                                           """;

    private static final String CONTENT = """
                                          SELECT content FROM balance.tariff_version WHERE plan = :plan AND version = :version
                                          """;

    private static final String PLANS = """
                                        SELECT DISTINCT ON (plan) plan, version, effective_from, restores, author, reason, written_at
                                        FROM balance.tariff_version
                                        ORDER BY plan, version DESC
                                        LIMIT :limit
                                        """;

    private static final String VERSIONS = """
                                           SELECT plan, version, effective_from, restores, author, reason, written_at
                                           FROM balance.tariff_version
                                           WHERE plan = :plan AND version < :before
                                           ORDER BY version DESC
                                           LIMIT :limit
                                           """;

    private static final String PUT = """
                                      SELECT outcome, newest, begins
                                      FROM balance.put_tariff(:plan, :after, :from, :content, :restores, :author, :reason)
                                      """;

    private final DatabaseClient database;
    private final KnownPlans known = new KnownPlans();

    public R2dbcTariffs(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @Override
    public Mono<PlanInForce> inForce(PlanId plan, Instant at) {
        return Mono.defer(() -> Mono.justOrEmpty(known.inForce(plan, at)))
                .switchIfEmpty(Mono.defer(() -> readInForce(plan, at)));
    }

    private Mono<PlanInForce> readInForce(PlanId plan, Instant at) {
        return database.sql(IN_FORCE)
                .bind("plan", plan.value())
                .bind("at", at.truncatedTo(ChronoUnit.MICROS))
                .map(row -> new Found(Column.number(row, "version"), Column.time(row, "effective_from"),
                        Column.time(row, "known_until")))
                .one()
                .flatMap(found -> content(plan, found.version()).map(found::with))
                .doOnNext(found -> known.remember(plan, found));
    }

    private record Found(int version, Instant from, Instant until) {

        PlanInForce with(TariffPlan plan) {
            return new PlanInForce(version, plan, from, until);
        }
    }

    @Override
    public Mono<TariffPlan> content(PlanId plan, int version) {
        return Mono.defer(() -> Mono.justOrEmpty(known.content(plan, version)))
                .switchIfEmpty(Mono.defer(() -> readContent(plan, version)));
    }

    private Mono<TariffPlan> readContent(PlanId plan, int version) {
        return database.sql(CONTENT)
                .bind("plan", plan.value())
                .bind("version", version)
                .map(row -> Column.text(row, "content"))
                .one()
                .map(R2dbcTariffs::parsed)
                .doOnNext(content -> known.remember(plan, version, content));
    }

    private static TariffPlan parsed(String content) {
        return switch (ReadPlan.read(content)) {
            case PlanReading.Valid(TariffPlan plan) -> plan;
            case PlanReading.Invalid(var problems) ->
                throw new IllegalStateException("kept plan: " + problems + " (expected: what was valid once still is)");
        };
    }

    @Override
    public Flux<PlanVersion> plans(int limit) {
        return database.sql(PLANS)
                .bind("limit", limit)
                .map(R2dbcTariffs::version)
                .all();
    }

    @Override
    public Flux<PlanVersion> versions(PlanId plan, @Nullable Integer before, int limit) {
        return database.sql(VERSIONS)
                .bind("plan", plan.value())
                .bind("before", before == null ? Integer.MAX_VALUE : before)
                .bind("limit", limit)
                .map(R2dbcTariffs::version)
                .all();
    }

    private static PlanVersion version(Readable row) {
        return new PlanVersion(new PlanId(Column.text(row, "plan")), Column.number(row, "version"),
                Column.time(row, "effective_from"), row.get("restores", Integer.class), Column.text(row, "author"),
                Column.text(row, "reason"), Column.time(row, "written_at"));
    }

    @Override
    public Mono<PutOutcome> put(NewVersion version, TariffPlan content) {
        return write(version, WritePlan.write(content), null);
    }

    @Override
    public Mono<PutOutcome> rollBack(NewVersion version, int to) {
        return write(version, null, to);
    }

    private Mono<PutOutcome> write(NewVersion version, @Nullable String content, @Nullable Integer restores) {
        return database.sql(PUT)
                .bind("plan", version.plan().value())
                .bind("after", version.after())
                .bind("from", time(version.effectiveFrom()))
                .bind("content", Parameters.in(R2dbcType.VARCHAR, content))
                .bind("restores", Parameters.in(R2dbcType.INTEGER, restores))
                .bind("author", version.author())
                .bind("reason", version.reason())
                .map(R2dbcTariffs::outcome)
                .one();
    }

    private static Object time(@Nullable Instant at) {
        return Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE,
                at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    }

    private static PutOutcome outcome(Readable row) {
        String word = Column.text(row, "outcome");
        return switch (word) {
            case "written" -> new PutOutcome.Written(Column.number(row, "newest"), Column.time(row, "begins"));
            case "outdated" -> new PutOutcome.Outdated(Column.number(row, "newest"));
            case "too_early" -> new PutOutcome.TooEarly(Column.time(row, "begins"));
            case "no_such_version" -> new PutOutcome.NoSuchVersion();
            default ->
                throw new IllegalStateException("outcome: " + word + " (expected: a word of balance.put_tariff)");
        };
    }
}
