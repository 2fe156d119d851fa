package dev.refill.autotopup.r2dbc;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.notice.Notice;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.rule.RuleStore;
import dev.refill.autotopup.rule.Terms;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.subscriber.SubscriberId;

import static dev.refill.autotopup.r2dbc.Rows.number;
import static dev.refill.autotopup.r2dbc.Rows.required;
import static dev.refill.autotopup.r2dbc.Rows.text;
import static dev.refill.autotopup.r2dbc.Rows.time;

/** {@link RuleStore} in PostgreSQL. */
public final class R2dbcRuleStore implements RuleStore {

    private static final String COLUMNS = """
            id, version, state, reason, client_id, subscriber_id, offer_id, price_minor, currency, credit_unit, card, threshold,
            frequency, day, local_time, zone, most_a_day, most_a_month, amount_a_day, amount_a_month, declines, next_at, created_at,
            changed_at
            """;

    private static final String KEEP = """
            SELECT autotopup.keep_rule(:id, :fingerprint, :client, :subscriber, :offer, :price, :currency, :unit, :card, :threshold,
                :frequency, :day, :at, :zone, :perDay, :perMonth, :amountPerDay, :amountPerMonth, :next, :now, :termsVersion, :terms, :actor, :most) AS kept
            """;

    private static final String CHANGE = """
            SELECT autotopup.change_rule(:id, :version, :state, :reason, :price, :card, :threshold, :frequency, :day, :at, :zone, :perDay,
                :perMonth, :amountPerDay, :amountPerMonth, :declines, :next, :marks, :drops, :termsVersion, :terms, :what, :actor, :now, :eventIds,
                :eventTypes, :eventData) AS done
            """;

    private static final String TO_PLAN = "SELECT " + COLUMNS + """
            FROM autotopup.rule WHERE next_at <= :before ORDER BY next_at LIMIT :limit
            """;

    private static final String TO_MARK = "SELECT " + COLUMNS + """
            FROM autotopup.rule WHERE mark_is_due ORDER BY id LIMIT :limit
            """;

    private static final String MARKED = """
            UPDATE autotopup.rule SET mark_is_due = false WHERE id = :id AND version = :version AND mark_is_due
            """;

    private final DatabaseClient database;

    public R2dbcRuleStore(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Kept> keep(Rule rule, String fingerprint, Terms agreed, String actor, int most) {
        return terms(database.sql(KEEP), rule)
                .bind("fingerprint", fingerprint)
                .bind("client", rule.clientId())
                .bind("subscriber", rule.subscriber().value())
                .bind("offer", rule.offer().value())
                .bind("currency", rule.price().currency().getCurrencyCode())
                .bind("unit", rule.unit().code())
                .bind("now", time(rule.createdAt()))
                .bind("termsVersion", agreed.version())
                .bind("terms", agreed.text())
                .bind("actor", actor)
                .bind("most", most)
                .map(row -> required(row, "kept", String.class))
                .one()
                .flatMap(kept -> switch (kept) {
                    case "THERE" -> find(rule.id()).map(Kept.There::new);
                    case "OTHER_REQUEST" -> Mono.just(new Kept.OtherRequest());
                    case "TOO_MANY" -> Mono.just(new Kept.TooMany());
                    default -> Mono.error(() -> new IllegalStateException("kept: " + kept));
                });
    }

    @Override
    public Mono<Rule> find(RuleId id) {
        return database.sql("SELECT " + COLUMNS + "FROM autotopup.rule WHERE id = :id")
                .bind("id", id.value())
                .map(Rows::rule)
                .one();
    }

    @Override
    public Flux<Rule> of(SubscriberId subscriber, @Nullable String client, int limit) {
        return database.sql("SELECT " + COLUMNS
                + "FROM autotopup.rule WHERE subscriber_id = :subscriber"
                + " AND client_id = coalesce(CAST(:client AS text), client_id) ORDER BY state = 'CANCELLED', created_at DESC, id LIMIT :limit")
                .bind("subscriber", subscriber.value())
                .bind("client", text(client))
                .bind("limit", limit)
                .map(Rows::rule)
                .all();
    }

    @Override
    public Mono<Boolean> change(Rule before, Rule after, boolean drops, boolean marks, @Nullable Terms agreed,
            String what,
            String actor, List<Notice> notices) {
        return Told.bind(terms(database.sql(CHANGE), after), notices)
                .bind("version", before.version())
                .bind("state", after.state().name())
                .bind("reason", text(after.reason() == null ? null : after.reason().name()))
                .bind("declines", after.declines())
                .bind("marks", marks)
                .bind("drops", drops)
                .bind("termsVersion", text(agreed == null ? null : agreed.version()))
                .bind("terms", text(agreed == null ? null : agreed.text()))
                .bind("what", what)
                .bind("actor", actor)
                .bind("now", time(after.changedAt()))
                .map(row -> required(row, "done", Boolean.class))
                .one();
    }

    private static GenericExecuteSpec terms(GenericExecuteSpec statement, Rule rule) {
        Trigger.@Nullable Schedule schedule = rule.trigger() instanceof Trigger.Schedule recurring ? recurring : null;
        Long threshold = rule.trigger() instanceof Trigger.LowBalance(long low) ? Long.valueOf(low) : null;
        return statement
                .bind("id", rule.id().value())
                .bind("price", rule.price().minor())
                .bind("card", rule.card().value())
                .bind("threshold", number(threshold))
                .bind("frequency", text(schedule == null ? null : schedule.frequency().name()))
                .bind("day", Parameters.in(R2dbcType.INTEGER, schedule == null ? null : schedule.day()))
                .bind("at", at(schedule == null ? null : schedule.at()))
                .bind("zone", text(schedule == null ? null : schedule.zone().getId()))
                .bind("perDay", rule.limits().perDay())
                .bind("perMonth", rule.limits().perMonth())
                .bind("amountPerDay", number(rule.limits().amountPerDay()))
                .bind("amountPerMonth", number(rule.limits().amountPerMonth()))
                .bind("next", time(rule.nextAt()));
    }

    private static Object at(@Nullable LocalTime at) {
        return Parameters.in(R2dbcType.TIME, at);
    }

    @Override
    public Flux<Rule> toPlan(Instant before, int limit) {
        return database.sql(TO_PLAN).bind("before", time(before)).bind("limit", limit).map(Rows::rule).all();
    }

    @Override
    public Flux<Rule> toMark(int limit) {
        return database.sql(TO_MARK).bind("limit", limit).map(Rows::rule).all();
    }

    @Override
    public Mono<Void> marked(Rule rule) {
        return database.sql(MARKED).bind("id", rule.id().value()).bind("version", rule.version()).then();
    }
}
