package dev.refill.autotopup.r2dbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.notice.Notice;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.run.Run;
import dev.refill.autotopup.run.RunChange;
import dev.refill.autotopup.run.RunId;
import dev.refill.autotopup.run.RunStore;
import dev.refill.groupcommit.Columns;
import dev.refill.lowbalance.LowBalanceNotices.Crossing;

import static dev.refill.autotopup.r2dbc.Rows.required;
import static dev.refill.autotopup.r2dbc.Rows.text;
import static dev.refill.autotopup.r2dbc.Rows.time;

/** {@link RunStore} in PostgreSQL. */
public final class R2dbcRunStore implements RunStore {

    private static final String COLUMNS = """
            id, rule_id, version, state, reason, due_at, try, order_id, price_minor, currency, is_asked, begun_at, rule_version, next_at,
            attempts, created_at, changed_at
            """;

    private static final String CROSS = """
            INSERT INTO autotopup.run (id, rule_id, version, state, due_at, try, next_at, created_at, changed_at)
            SELECT r.id || '_c' || c.number, r.id, 1, 'WAITING', c.at, 1, CAST(:now AS timestamptz), :now, :now
            FROM unnest(%s, CAST(:numbers AS bigint[]), CAST(:times AS timestamptz[])) AS c(mark, number, at)
            JOIN autotopup.rule AS r ON r.id = c.mark COLLATE "C"
            ORDER BY c.number
            ON CONFLICT (id) DO NOTHING
            """.formatted(Columns.parameter("marks", "text"));

    private static final String PLAN = """
            SELECT autotopup.plan_run(:id, :rule, :ruleVersion, :due, :following, :now, :client, :eventIds, :eventTypes, :eventData) AS made
            """;

    private static final String PASS_OVER = """
            UPDATE autotopup.rule SET next_at = :following
            WHERE id = :rule AND version = :ruleVersion AND state = 'ACTIVE' AND next_at = :due
            """;

    private static final String TAKE_DUE = """
            WITH due AS (
                SELECT id FROM autotopup.run
                WHERE next_at <= :now
                ORDER BY next_at
                LIMIT :limit
                FOR UPDATE SKIP LOCKED)
            UPDATE autotopup.run AS r
            SET next_at = :until, attempts = r.attempts + 1
            FROM due WHERE r.id = due.id
            RETURNING r.*
            """;

    private static final String BEGIN = """
            SELECT autotopup.begin_run(:id, :version, :attempts, :rule, :ruleVersion, :now, :until, :day, :month, :eventIds, :eventTypes,
                :eventData) AS beginning
            """;

    private static final String CHANGE = """
            SELECT autotopup.change_run(:id, :version, :attempts, :state, :reason, :try, :order, :asked, :next, :now, :rule, :ruleVersion,
                :before, :declines, :pause, :client, :eventIds, :eventTypes, :eventData) AS done
            """;

    private static final String REST = """
            UPDATE autotopup.run SET next_at = :next
            WHERE id = :id AND version = :version AND attempts = :attempts AND next_at IS NOT NULL
            """;

    private final DatabaseClient database;

    public R2dbcRunStore(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Void> cross(List<Crossing> crossings, Instant now) {
        var of = new Columns<>(crossings);
        return database.sql(CROSS)
                .bind("marks", of.texts(Crossing::mark))
                .bind("numbers", of.longs(Crossing::number))
                .bind("times", of.times(Crossing::at))
                .bind("now", time(now))
                .then();
    }

    @Override
    public Mono<Boolean> plan(Rule rule, RunId id, Instant following, Instant now, List<Notice> notices) {
        return Told.bind(database.sql(PLAN), notices)
                .bind("id", id.value())
                .bind("rule", rule.id().value())
                .bind("ruleVersion", rule.version())
                .bind("due", time(rule.nextAt()))
                .bind("following", time(following))
                .bind("now", time(now))
                .bind("client", rule.clientId())
                .map(row -> required(row, "made", Boolean.class))
                .one();
    }

    @Override
    public Mono<Boolean> passOver(Rule rule, Instant following) {
        return database.sql(PASS_OVER)
                .bind("rule", rule.id().value())
                .bind("ruleVersion", rule.version())
                .bind("due", time(rule.nextAt()))
                .bind("following", time(following))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    @Override
    public Flux<Run> takeDue(Instant now, Duration lease, int limit) {
        return database.sql(TAKE_DUE)
                .bind("now", time(now))
                .bind("until", time(now.plus(lease)))
                .bind("limit", limit)
                .map(Rows::run)
                .all();
    }

    @Override
    public Mono<Beginning> begin(Run run, Rule rule, Instant now, Instant until, Instant day, Instant month,
            List<Notice> notices) {
        return Told.bind(database.sql(BEGIN), notices)
                .bind("id", run.id().value())
                .bind("version", run.version())
                .bind("attempts", run.attempts())
                .bind("rule", rule.id().value())
                .bind("ruleVersion", rule.version())
                .bind("now", time(now))
                .bind("until", time(until))
                .bind("day", time(day))
                .bind("month", time(month))
                .map(row -> Beginning.valueOf(required(row, "beginning", String.class)))
                .one();
    }

    @Override
    public Mono<Boolean> change(Run run, Rule rule, RunChange change, Instant now) {
        return Told.bind(database.sql(CHANGE), change.notices())
                .bind("id", run.id().value())
                .bind("version", run.version())
                .bind("attempts", run.attempts())
                .bind("state", change.to().name())
                .bind("reason", text(change.reason() == null ? null : change.reason().name()))
                .bind("try", change.tryNumber())
                .bind("order", text(change.order()))
                .bind("asked", change.isAsked())
                .bind("next", time(change.nextAt()))
                .bind("now", time(now))
                .bind("rule", rule.id().value())
                .bind("ruleVersion", rule.version())
                .bind("before", rule.declines())
                .bind("declines", change.declines())
                .bind("pause", text(change.pause() == null ? null : change.pause().name()))
                .bind("client", rule.clientId())
                .map(row -> required(row, "done", Boolean.class))
                .one();
    }

    @Override
    public Mono<Void> rest(Run run, Instant nextAt) {
        return database.sql(REST)
                .bind("id", run.id().value())
                .bind("version", run.version())
                .bind("attempts", run.attempts())
                .bind("next", time(nextAt))
                .then();
    }

    @Override
    public Mono<Run> find(RunId id) {
        return database.sql("SELECT " + COLUMNS + "FROM autotopup.run WHERE id = :id")
                .bind("id", id.value())
                .map(Rows::run)
                .one();
    }

    @Override
    public Mono<Run> underWay(RuleId rule) {
        return database.sql("SELECT " + COLUMNS
                + "FROM autotopup.run WHERE rule_id = :rule AND state IN ('STARTING', 'STARTED')")
                .bind("rule", rule.value())
                .map(Rows::run)
                .one();
    }

    @Override
    public Flux<Run> of(RuleId rule, int limit) {
        return database.sql("SELECT " + COLUMNS
                + "FROM autotopup.run WHERE rule_id = :rule ORDER BY created_at DESC, id DESC LIMIT :limit")
                .bind("rule", rule.value())
                .bind("limit", limit)
                .map(Rows::run)
                .all();
    }
}
