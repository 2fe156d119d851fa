package dev.refill.finance.reconcile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.rule.Group;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;
import dev.refill.finance.reconcile.rule.Rules;

/** Lines, runs and breaks in PostgreSQL; what becomes of them is told in the schema, at its functions. */
final class R2dbcReconcileStore implements ReconcileStore {

    private static final String PUT = """
            INSERT INTO finance.reconciled_pair (pair, compares_fees) VALUES (:pair, :fees) ON CONFLICT DO NOTHING
            """;

    private static final String TAKE_IN_OURS = """
            SELECT taken, contradicting
            FROM finance.take_in_ours(:pair, :days, :keys, :currencies, :amounts, :fees, :micros, :references)
            """;

    private static final String TAKE_IN_THEIRS = """
            SELECT taken, contradicting
            FROM finance.take_in_theirs(:pair, :days, :keys, :currencies, :amounts, :fees, :micros, :references, :payouts)
            """;

    private static final String BEGIN = """
            SELECT outcome, number FROM finance.begin_run(:pair, :through, :slice, :now, :leasedUntil)
            """;

    private static final String PLAN = """
            SELECT compares_fees, fence, slices, sliced
            FROM finance.reconciliation_run
            JOIN finance.reconciled_pair USING (pair)
            WHERE pair = :pair AND number = :number
            """;

    private static final String COMPARE = """
            SELECT finance.compare_slice(:pair, :number, :fence, :slice, :leasedUntil) AS ours
            """;

    /** One line more than are told apart shows that there are more. */
    private static final String CANDIDATES = """
            SELECT key, ours, day, currency, amount, fee, occurred_at, reference, payout
            FROM finance.next_candidates(:pair, :number, :most, :lines)
            """;

    private static final String KEEP = """
            SELECT finance.keep_findings(:pair, :number, :fence, CAST(:findings AS jsonb), :at, :leasedUntil) AS ours
            """;

    private static final String FINISH = """
            SELECT finance.finish_run(:pair, :number, :fence, :at) AS ours
            """;

    private static final String RULES = """
            SELECT rule, priority, class, key_prefix, currency, tolerance, days, action, reason
            FROM finance.reconciliation_rule
            ORDER BY priority
            """;

    private static final String SELECT_RUN = """
            SELECT number, day, our_from, our_through, their_from, their_through, our_left, their_left, started_at, finished_at,
                   coalesce(happened.events, ARRAY[]::text[]) AS events, coalesce(happened.counts, ARRAY[]::bigint[]) AS counts
            FROM finance.reconciliation_run AS run
            CROSS JOIN LATERAL (
                SELECT array_agg(each.event) AS events, array_agg(each.number) AS counts
                FROM (
                    SELECT event || ' ' || class AS event, count(*) AS number
                    FROM finance.break_history AS history
                    WHERE history.pair = run.pair AND history.run = run.number
                    GROUP BY 1) AS each) AS happened
            """;

    private static final String RUN = SELECT_RUN + "WHERE run.pair = :pair AND run.number = :number";

    private static final String RUNS = SELECT_RUN + """
            WHERE run.pair = :pair AND (CAST(:before AS integer) IS NULL OR run.number < :before)
            ORDER BY run.number DESC
            LIMIT :most
            """;

    private static final String LOOKED = """
            SELECT looked.key, line.*
            FROM (
                SELECT found.key
                FROM finance.break_history AS history
                JOIN finance.reconciliation_break AS found USING (break_id)
                WHERE history.pair = :pair AND history.run = :number AND (CAST(:after AS text) IS NULL OR found.key > :after)
                ORDER BY found.key
                LIMIT :most
            ) AS looked
            CROSS JOIN LATERAL finance.lines_of(:pair, :number, looked.key, :lines) AS line
            ORDER BY looked.key, line.ours DESC, line.day, line.position
            """;

    private static final String GROUP = """
            SELECT CAST(:key AS text) AS key, line.*
            FROM finance.lines_of(:pair, 2147483647, :key, :lines) AS line
            ORDER BY line.ours DESC, line.day, line.position
            """;

    private static final String COMPARES_FEES = """
            SELECT compares_fees FROM finance.reconciled_pair WHERE pair = :pair
            """;

    private final DatabaseClient database;

    R2dbcReconcileStore(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @Override
    public Mono<Void> put(Pair pair) {
        return database.sql(PUT).bind("pair", pair.id().value()).bind("fees", pair.comparesFees()).then();
    }

    @Override
    public Mono<TakenIn> takeIn(PairId pair, Side side, List<Line> lines) {
        return switch (side) {
            case OURS -> takenIn(bound(TAKE_IN_OURS, pair, lines), lines);
            case THEIRS -> takenIn(bound(TAKE_IN_THEIRS, pair, lines)
                    .bind("payouts", Parameters.in(texts(lines, Line::payout))), lines);
        };
    }

    private static Mono<TakenIn> takenIn(GenericExecuteSpec statement, List<Line> lines) {
        return statement.map(row -> ReconcileRows.takenIn(row, lines.size())).one();
    }

    private GenericExecuteSpec bound(String sql, PairId pair, List<Line> lines) {
        return database.sql(sql)
                .bind("pair", pair.value())
                .bind("days", lines.stream().map(line -> Math.toIntExact(line.day().toEpochDay()))
                        .toArray(Integer[]::new))
                .bind("keys", texts(lines, line -> line.key().value()))
                .bind("currencies", texts(lines, line -> line.currency().getCurrencyCode()))
                .bind("amounts", lines.stream().map(Line::amount).toArray(Long[]::new))
                .bind("fees", lines.stream().map(Line::fee).toArray(Long[]::new))
                .bind("micros", lines.stream().map(line -> ChronoUnit.MICROS.between(Instant.EPOCH, line.occurredAt()))
                        .toArray(Long[]::new))
                .bind("references", texts(lines, Line::reference));
    }

    private static @Nullable String[] texts(List<Line> lines, Function<Line, @Nullable String> of) {
        return lines.stream().map(of).toArray(String[]::new);
    }

    @Override
    public Mono<Begin> begin(PairId pair, LocalDate through, int slice, Instant now, Instant leasedUntil) {
        return database.sql(BEGIN)
                .bind("pair", pair.value())
                .bind("through", through)
                .bind("slice", slice)
                .bind("now", time(now))
                .bind("leasedUntil", time(leasedUntil))
                .map(row -> ReconcileRows.begin(pair, row))
                .one();
    }

    @Override
    public Mono<Plan> plan(RunId run) {
        return of(PLAN, run).map(row -> ReconcileRows.plan(run, row)).one();
    }

    @Override
    public Mono<Boolean> compare(Plan plan, int slice, Instant leasedUntil) {
        return ours(of(COMPARE, plan).bind("slice", slice).bind("leasedUntil", time(leasedUntil)));
    }

    @Override
    public Flux<Group> candidates(Plan plan, int most) {
        return groups(of(CANDIDATES, plan.run()).bind("most", most).bind("lines", Group.MOST + 1));
    }

    @Override
    public Mono<Boolean> keep(Plan plan, List<Verdict> verdicts, Instant at, Instant leasedUntil) {
        return Mono.defer(() -> ours(of(KEEP, plan)
                .bind("findings", FindingRows.json(plan.run().pair(), verdicts))
                .bind("at", time(at))
                .bind("leasedUntil", time(leasedUntil))));
    }

    @Override
    public Mono<Boolean> finish(Plan plan, Instant at) {
        return ours(of(FINISH, plan).bind("at", time(at)));
    }

    @Override
    public Mono<Rules> rules() {
        return database.sql(RULES).map(ReconcileRows::rule).all().collectList().map(Rules::new);
    }

    @Override
    public Mono<Run> run(RunId id) {
        return of(RUN, id).map(row -> ReconcileRows.run(id, row)).one();
    }

    @Override
    public Flux<Run> runs(PairId pair, @Nullable Integer before, int most) {
        return database.sql(RUNS)
                .bind("pair", pair.value())
                .bind("before", Parameters.in(R2dbcType.INTEGER, before))
                .bind("most", most)
                .map(row -> ReconcileRows.run(new RunId(pair, ReconcileRows.count(row, "number")), row))
                .all();
    }

    @Override
    public Flux<Group> looked(RunId run, @Nullable LineKey after, int most) {
        return groups(of(LOOKED, run)
                .bind("after", Parameters.in(R2dbcType.VARCHAR, after == null ? null : after.value()))
                .bind("most", most)
                .bind("lines", Group.MOST + 1));
    }

    @Override
    public Mono<Group> group(PairId pair, LineKey key) {
        return groups(database.sql(GROUP)
                .bind("pair", pair.value())
                .bind("key", key.value())
                .bind("lines", Group.MOST + 1))
                .singleOrEmpty();
    }

    @Override
    public Mono<Boolean> comparesFees(PairId pair) {
        return database.sql(COMPARES_FEES)
                .bind("pair", pair.value())
                .map(row -> ReconcileRows.required(row, "compares_fees", Boolean.class))
                .one();
    }

    private GenericExecuteSpec of(String sql, RunId run) {
        return database.sql(sql).bind("pair", run.pair().value()).bind("number", run.number());
    }

    private GenericExecuteSpec of(String sql, Plan plan) {
        return of(sql, plan.run()).bind("fence", plan.fence());
    }

    private static Mono<Boolean> ours(GenericExecuteSpec statement) {
        return statement.map(row -> ReconcileRows.required(row, "ours", Boolean.class)).one();
    }

    private static Flux<Group> groups(GenericExecuteSpec statement) {
        return statement.map(ReconcileRows::line)
                .all()
                .bufferUntilChanged(of -> of.line().key())
                .map(ReconcileRows::group);
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
