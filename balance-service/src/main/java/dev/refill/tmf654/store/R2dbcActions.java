package dev.refill.tmf654.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.groupcommit.Columns;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.Msisdn;
import dev.refill.tmf654.action.Action;
import dev.refill.tmf654.action.Action.Status;
import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.action.Actions;
import dev.refill.tmf654.action.BucketId;
import dev.refill.tmf654.action.Conclusion;
import dev.refill.tmf654.action.Impact;
import dev.refill.tmf654.action.Move;
import dev.refill.tmf654.action.NewAction;
import dev.refill.tmf654.action.Untold;
import dev.refill.tmf654.resource.TmfJson;

/** Actions in PostgreSQL. */
public final class R2dbcActions implements Actions {

    /** With what its postings say of buckets, as plain types: an array of a domain is none that the driver knows. */
    private static final String COLUMNS = """
            SELECT a.id, a.kind, a.client, a.fingerprint, a.account, a.unit, a.amount, a.number, a.receiver, a.status, a.failure,
                   a.reference, a.page, a.held, a.expires_at, a.requested_at, a.confirmed_at, a.hidden, a.version, a.content,
                   i.accounts, i.units, i.moved, i.after
            """;

    private static final String IMPACTS = """
            CROSS JOIN LATERAL (
                SELECT array_agg(p.account::text ORDER BY p.position) AS accounts, array_agg(p.unit::text ORDER BY p.position) AS units,
                       array_agg(p.amount::bigint ORDER BY p.position) AS moved, array_agg(p.balance_after ORDER BY p.position) AS after
                FROM balance.posting AS p
                WHERE p.entry_id IN (coalesce(a.entry_id, 'ent_' || a.id), 'ent_' || a.id || '_end')
                  AND starts_with(p.account, 'bucket:')) AS i
            """;

    private static final String SELECT = COLUMNS + "FROM balance.tmf_action AS a\n" + IMPACTS;

    private static final String MOVE = """
            SELECT balance.tmf_move(:id, :kind, :client, :fingerprint, :owner, :account, :unit, :amount, :from, :to, :at, :expiresAt,
                                    :reservation, :content)
            """;

    private static final String ACCEPT = """
            INSERT INTO balance.tmf_action (id, kind, client, fingerprint, owner, account, unit, amount, number, receiver, status,
                                            requested_at, look_at, content)
            VALUES (:id, :kind, :client, :fingerprint, :owner, :account, :unit, :amount, :number, :receiver, 'created', :at, :until,
                    :content)
            ON CONFLICT DO NOTHING
            """;

    /** What was deleted shows again if something became of it after all. */
    private static final String CONCLUDE = """
            UPDATE balance.tmf_action
            SET status = :status, failure = :failure, reference = coalesce(:reference, reference), entry_id = :entry, page = :page,
                look_at = :lookAt, hidden = hidden AND status = :status,
                version = version + CASE WHEN (status, failure, page, reference)
                    IS DISTINCT FROM (:status, :failure, :page, coalesce(:reference, reference)) THEN 1 ELSE 0 END,
                confirmed_at = CASE WHEN :status = 'created' THEN NULL WHEN status = :status THEN confirmed_at ELSE :at END
            WHERE id = :id AND version = :version AND status <> 'completed'
            """;

    private static final String TAKE_TURNS = """
            WITH turn AS (
                UPDATE balance.tmf_action SET look_at = :until
                WHERE id IN (SELECT id FROM balance.tmf_action WHERE look_at <= :at ORDER BY look_at LIMIT :limit
                             FOR NO KEY UPDATE SKIP LOCKED)
                RETURNING id)
            """;

    private static final String RELEASE = "SELECT balance.tmf_release(:id, :heldIn, :at) AS released";

    private static final String CHANGE = """
            UPDATE balance.tmf_action SET content = :content, version = version + 1
            WHERE id = :id AND version = :version AND NOT hidden
            """;

    private static final String HIDE = """
            UPDATE balance.tmf_action SET hidden = true, version = version + 1
            WHERE id = :id AND version = :version AND NOT hidden
            """;

    private static final String TOLD = """
            UPDATE balance.tmf_action AS a SET told = t.version, told_status = t.status
            FROM unnest(:ids, :versions, :statuses) AS t(id, version, status)
            WHERE a.id = t.id AND a.told < t.version
            """;

    private static final Logger log = LoggerFactory.getLogger(R2dbcActions.class);

    private static final int LOST_RACES = 5;

    private final DatabaseClient database;

    public R2dbcActions(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @Override
    public Mono<Action> move(Move move) {
        return requested(MOVE, move.request(), move.bucket(), move.at())
                .bind("from", move.from().value())
                .bind("to", move.to().value())
                .bind("expiresAt", Column.time(move.expiresAt()))
                .bind("reservation", Column.text(move.reservation()))
                .then()
                .retryWhen(lostRaces())
                .then(find(move.request().id()));
    }

    @Override
    public Mono<Boolean> accept(NewAction request, BucketId bucket, Msisdn number, @Nullable Msisdn receiver,
            Instant at, Instant until) {
        return requested(ACCEPT, request, bucket, at)
                .bind("number", number.e164())
                .bind("receiver", Column.text(receiver == null ? null : receiver.e164()))
                .bind("until", Column.time(until))
                .fetch()
                .rowsUpdated()
                .map(kept -> kept > 0);
    }

    private GenericExecuteSpec requested(String sql, NewAction request, BucketId bucket, Instant at) {
        return database.sql(sql)
                .bind("id", request.id())
                .bind("kind", request.wish().kind().word())
                .bind("client", request.caller().client())
                .bind("fingerprint", request.fingerprint())
                .bind("owner", bucket.owner().value())
                .bind("account", bucket.account().value())
                .bind("unit", bucket.unit().code())
                .bind("amount", Column.number(request.amount()))
                .bind("at", Column.time(at))
                .bind("content", request.content().toString());
    }

    @Override
    public Mono<Action> conclude(Action seen, Conclusion conclusion, Instant at, @Nullable Instant lookAt) {
        return database.sql(CONCLUDE)
                .bind("id", seen.id())
                .bind("version", seen.version())
                .bind("status", conclusion.status().word())
                .bind("failure", Column.text(conclusion.failure()))
                .bind("reference", Column.text(conclusion.reference()))
                .bind("entry", Column.text(conclusion.entry()))
                .bind("page", Column.text(conclusion.page()))
                .bind("at", Column.time(at))
                .bind("lookAt", Column.time(lookAt))
                .then()
                .then(find(seen.id()));
    }

    @Override
    public Mono<Action> release(Action reservation, Instant at) {
        return database.sql(RELEASE)
                .bind("id", reservation.id())
                .bind("heldIn", reservation.bucket().reserved().value())
                .bind("at", Column.time(at))
                .then()
                .retryWhen(lostRaces())
                .then(find(reservation.id()));
    }

    @Override
    public Mono<Action> change(Action seen, ObjectNode content) {
        return database.sql(CHANGE)
                .bind("id", seen.id())
                .bind("version", seen.version())
                .bind("content", content.toString())
                .fetch()
                .rowsUpdated()
                .flatMap(changed -> changed > 0 ? find(seen.id()) : Mono.empty());
    }

    @Override
    public Mono<Boolean> hide(Action seen) {
        return database.sql(HIDE)
                .bind("id", seen.id())
                .bind("version", seen.version())
                .fetch()
                .rowsUpdated()
                .map(hidden -> hidden > 0);
    }

    @Override
    public Mono<Action> find(String id) {
        return database.sql(SELECT + "WHERE a.id = :id").bind("id", id).map(R2dbcActions::action).one();
    }

    @Override
    public Mono<Page<Action>> page(Filter filter, long offset, int limit) {
        Map<String, Object> given = given(filter);
        String matching = matching(given.keySet());
        Mono<List<Action>> items = readable(database.sql(pageOf(matching))
                .bindValues(given)
                .bind("offset", offset)
                .bind("limit", limit), R2dbcActions::action).collectList();
        Mono<Long> total = database.sql("SELECT count(*) AS total " + matching)
                .bindValues(given)
                .map(row -> Column.number(row, "total"))
                .one();
        return items.zipWith(total, Page::new);
    }

    /** Impacts are looked for of no row that is passed over. */
    private static String pageOf(String matching) {
        return COLUMNS + "FROM (SELECT * " + matching + " ORDER BY position DESC OFFSET :offset LIMIT :limit) AS a\n"
                + IMPACTS + "ORDER BY a.position DESC";
    }

    private static String matching(Set<String> columns) {
        return "FROM balance.tmf_action WHERE NOT hidden"
                + columns.stream().map(" AND %1$s = :%1$s"::formatted).collect(Collectors.joining());
    }

    /** Each combination of conditions is a statement of its own: a plan for all of them would have to read all rows. */
    private static Map<String, Object> given(Filter filter) {
        Map<String, Object> given = new TreeMap<>();
        if (filter.kind() != null) {
            given.put("kind", filter.kind().word());
        }
        if (filter.owner() != null) {
            given.put("owner", filter.owner().value());
        }
        if (filter.client() != null) {
            given.put("client", filter.client());
        }
        return given;
    }

    @Override
    public Flux<Action> takeTurns(Instant now, Instant until, int limit) {
        return readable(database.sql(TAKE_TURNS + SELECT + "WHERE a.id IN (SELECT id FROM turn)")
                .bind("at", Column.time(now))
                .bind("until", Column.time(until))
                .bind("limit", limit), R2dbcActions::action);
    }

    @Override
    public Flux<Action> ended(Instant at, int limit) {
        return readable(database.sql(SELECT + """
                WHERE a.kind = 'reserve' AND a.status = 'created' AND a.expires_at <= :at
                ORDER BY a.expires_at LIMIT :limit
                """)
                .bind("at", Column.time(at))
                .bind("limit", limit), R2dbcActions::action);
    }

    @Override
    public Flux<Untold> untold(int limit) {
        return readable(database.sql(SELECT.replace("a.content,", "a.content, a.told_status,")
                + "WHERE a.told < a.version ORDER BY a.position LIMIT :limit")
                .bind("limit", limit), row -> new Untold(action(row), toldStatus(row)));
    }

    /** A row that cannot be read keeps no other one back. */
    private static <T> Flux<T> readable(GenericExecuteSpec rows, Function<Readable, T> reading) {
        return rows.map(row -> readable(row, reading)).all().concatMap(Mono::justOrEmpty);
    }

    private static <T> Optional<T> readable(Readable row, Function<Readable, T> reading) {
        try {
            return Optional.of(reading.apply(row));
        } catch (RuntimeException unreadable) {
            log.error("{} cannot be read: {}", row.get("id", String.class), unreadable.toString());
            return Optional.empty();
        }
    }

    private static @Nullable Status toldStatus(Readable row) {
        return row.get("told_status", String.class) == null ? null : Status.valueOf(upper(row, "told_status"));
    }

    @Override
    public Mono<Void> told(List<Action> actions) {
        var of = new Columns<>(actions);
        return database.sql(TOLD)
                .bind("ids", of.texts(Action::id))
                .bind("versions", of.longs(Action::version))
                .bind("statuses", of.texts(action -> action.status().word()))
                .then();
    }

    private static Action action(Readable row) {
        return new Action(Column.text(row, "id"), ActionKind.valueOf(upper(row, "kind")), Column.text(row, "client"),
                Column.text(row, "fingerprint"), bucket(Column.text(row, "account"), Column.text(row, "unit")),
                Column.number(row, "amount"), number(row, "number"), number(row, "receiver"),
                Status.valueOf(upper(row, "status")), row.get("failure", String.class),
                row.get("reference", String.class), row.get("page", String.class), Column.number(row, "held"),
                row.get("expires_at", Instant.class), Column.required(row, "requested_at", Instant.class),
                row.get("confirmed_at", Instant.class), Column.required(row, "hidden", Boolean.class),
                Column.number(row, "version"), TmfJson.read(Column.text(row, "content")), impacts(row));
    }

    private static String upper(Readable row, String name) {
        return Column.text(row, name).toUpperCase(Locale.ROOT);
    }

    private static @Nullable Msisdn number(Readable row, String name) {
        String number = row.get(name, String.class);
        return number == null ? null : new Msisdn(number);
    }

    private static List<Impact> impacts(Readable row) {
        String[] accounts = row.get("accounts", String[].class);
        if (accounts == null) {
            return List.of();
        }
        String[] units = Column.required(row, "units", String[].class);
        Long[] moved = Column.required(row, "moved", Long[].class);
        Long[] after = Column.required(row, "after", Long[].class);
        return IntStream.range(0, accounts.length)
                .mapToObj(i -> new Impact(bucket(accounts[i], units[i]), moved[i], after[i]))
                .toList();
    }

    /** Whoever lost a race for a lock begins anew. */
    static Retry lostRaces() {
        return Retry.max(LOST_RACES).filter(ConcurrencyFailureException.class::isInstance);
    }

    static BucketId bucket(String account, String unit) {
        return new BucketId(new AccountId(account), new LedgerUnit(unit));
    }
}
