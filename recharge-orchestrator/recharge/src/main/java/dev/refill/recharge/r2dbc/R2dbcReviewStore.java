package dev.refill.recharge.r2dbc;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.OrderFile;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.RestingCount;
import dev.refill.recharge.RestingOrder;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderChange;
import dev.refill.recharge.order.OrderOvertaken;
import dev.refill.recharge.review.ReviewStore;

/** {@link ReviewStore} over R2DBC PostgreSQL. */
public final class R2dbcReviewStore implements ReviewStore {

    private static final String LIST = "SELECT " + OrderRow.COLUMNS + """
            , t.event AS cause
            FROM recharge.recharge r
            JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = r.payments
            JOIN recharge.transition t ON t.recharge_id = r.id AND t.version = r.version
            WHERE r.state = :state AND r.id > :after AND %s
            ORDER BY r.id
            LIMIT :limit
            """;

    /** Each is found by its partial index. */
    private static final String LIST_REVIEW = LIST.formatted("r.state = 'IN_REVIEW'");
    private static final String LIST_OPEN = LIST.formatted("r.next_attempt_at IS NOT NULL");

    private static final String COUNTS = """
            SELECT state, count(*) AS orders, count(*) FILTER (WHERE changed_at < :since) AS overdue
            FROM recharge.recharge WHERE next_attempt_at IS NOT NULL GROUP BY state
            UNION ALL
            SELECT state, count(*), count(*) FILTER (WHERE changed_at < :since)
            FROM recharge.recharge WHERE state = 'IN_REVIEW' GROUP BY state
            """;

    private static final String FIND = "SELECT " + OrderRow.COLUMNS + """
            , r.goes_back, recharge.gone_minor(r.id) AS gone_minor
            FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = r.payments
            WHERE r.id = :id
            """;

    private static final String STEPS = """
            SELECT version, from_state, event, to_state, actor, cause, evidence, at
            FROM recharge.transition WHERE recharge_id = :id AND version <= :version ORDER BY version
            """;

    private static final String PAYMENTS = """
            SELECT p.id, p.gateway, coalesce(s.reference, p.reference) AS reference, p.route, s.captured_minor,
                   s.captured_currency
            FROM recharge.payment p LEFT JOIN recharge.stray s ON s.payment_id = p.id
            WHERE p.recharge_id = :id AND p.seq <= :payments ORDER BY p.seq
            """;

    private static final String DEEDS = """
            SELECT version, person, deed, reason, found, at FROM recharge.deed WHERE recharge_id = :id ORDER BY seq
            """;

    private static final String NOTE = """
            INSERT INTO recharge.deed (recharge_id, version, person, deed, reason, found, at)
            VALUES (:id, :version, :person, :deed, :reason, :found, :at)
            """;

    private static final String DECIDE = "WITH made AS (" + ChangeOrders.CHANGE + """
            )
            INSERT INTO recharge.deed (recharge_id, version, person, deed, reason, found, at)
            SELECT :decidedId, :decidedVersion, :person, :deed, :reason, :found, :decidedAt FROM made
            """;

    private final DatabaseClient database;
    private final Consumer<RechargeId> whenChanged;

    /** @param whenChanged is told of each change after its commit; must not block */
    public R2dbcReviewStore(DatabaseClient database, Consumer<RechargeId> whenChanged) {
        this.database = database;
        this.whenChanged = whenChanged;
    }

    @Override
    public Flux<RestingOrder> list(RechargeState state, @Nullable RechargeId after, int limit) {
        return database.sql(state == RechargeState.IN_REVIEW ? LIST_REVIEW : LIST_OPEN)
                .bind("state", state.name())
                .bind("after", after == null ? "" : after.value())
                .bind("limit", limit)
                .map(R2dbcReviewStore::resting)
                .all();
    }

    private static RestingOrder resting(Readable row) {
        Order order = OrderRow.read(row);
        return new RestingOrder(order.recharge(), RechargeEvent.valueOf(text(row, "cause")), order.attempts(),
                order.nextAttemptAt());
    }

    @Override
    public Flux<RestingCount> counts(Instant restingSince) {
        return database.sql(COUNTS)
                .bind("since", time(restingSince))
                .map(row -> new RestingCount(RechargeState.valueOf(text(row, "state")), number(row, "orders"),
                        number(row, "overdue")))
                .all();
    }

    private record Known(Order order, boolean goesBack, long gone) {}

    @Override
    public Mono<OrderFile> find(RechargeId id) {
        return database.sql(FIND).bind("id", id.value()).map(R2dbcReviewStore::known).one().flatMap(this::withEvidence);
    }

    private static Known known(Readable row) {
        return new Known(OrderRow.read(row), Objects.requireNonNull(row.get("goes_back", Boolean.class)),
                number(row, "gone_minor"));
    }

    /** The changes up to the version that was read, so that the file agrees with itself. */
    private Mono<OrderFile> withEvidence(Known known) {
        Order order = known.order();
        Mono<List<OrderFile.Step>> steps = database.sql(STEPS)
                .bind("id", order.id().value())
                .bind("version", order.recharge().version())
                .map(R2dbcReviewStore::step)
                .all()
                .collectList();
        Mono<List<OrderFile.Deed>> deeds = database.sql(DEEDS)
                .bind("id", order.id().value())
                .map(R2dbcReviewStore::deed)
                .all()
                .collectList();
        Mono<List<OrderFile.Attempt>> payments = database.sql(PAYMENTS)
                .bind("id", order.id().value())
                .bind("payments", order.payment().triedBefore().size() + 1)
                .map(R2dbcReviewStore::attempt)
                .all()
                .collectList();
        return Mono.zip(steps, deeds, payments).map(read -> new OrderFile(order.recharge(), order.payment().gateway(),
                order.payment().operationKey(), order.payment().reference(), order.payment().captured(),
                known.goesBack(), known.gone(), order.attempts(), order.nextAttemptAt(), read.getT3(), read.getT1(),
                read.getT2()));
    }

    private static OrderFile.Attempt attempt(Readable row) {
        String reference = row.get("reference", String.class);
        Long stray = row.get("captured_minor", Long.class);
        return new OrderFile.Attempt(new GatewayId(text(row, "gateway")), new OperationKey(text(row, "id")),
                reference == null ? null : new ProviderReference(reference),
                RouteText.read(row.get("route", String.class)),
                stray == null ? null : Money.of(stray, text(row, "captured_currency")));
    }

    private static OrderFile.Step step(Readable row) {
        String from = row.get("from_state", String.class);
        return new OrderFile.Step(number(row, "version"), from == null ? null : RechargeState.valueOf(from),
                RechargeEvent.valueOf(text(row, "event")), RechargeState.valueOf(text(row, "to_state")),
                text(row, "actor"), text(row, "cause").toLowerCase(Locale.ROOT), row.get("evidence", String.class),
                instant(row));
    }

    private static OrderFile.Deed deed(Readable row) {
        return new OrderFile.Deed(number(row, "version"), text(row, "person"),
                OrderFile.Kind.valueOf(text(row, "deed")), text(row, "reason"), text(row, "found"), instant(row));
    }

    @Override
    public Mono<Void> note(RechargeId id, OrderFile.Deed deed) {
        return withDeed(database.sql(NOTE), deed)
                .bind("id", id.value())
                .bind("version", deed.version())
                .bind("at", time(deed.at()))
                .then();
    }

    @Override
    public Mono<Order> decide(Order order, OrderChange change, OrderFile.Deed deed) {
        return withDeed(ChangeOrders.bound(database.sql(DECIDE), List.of(new ChangeOrders.Decided(order, change))),
                deed)
                .bind("decidedId", order.id().value())
                .bind("decidedVersion", deed.version())
                .bind("decidedAt", time(deed.at()))
                .fetch()
                .rowsUpdated()
                // What has gone back, and what goes, the version does not show.
                .onErrorMap(DataIntegrityViolationException.class, otherMoney -> new OrderOvertaken(order.id()))
                .flatMap(made -> made == 1
                        ? Mono.just(order.after(change))
                        : Mono.error(new OrderOvertaken(order.id())))
                .doOnNext(after -> whenChanged.accept(after.id()));
    }

    private static DatabaseClient.GenericExecuteSpec withDeed(DatabaseClient.GenericExecuteSpec statement,
            OrderFile.Deed deed) {
        return statement.bind("person", deed.person())
                .bind("deed", deed.kind().name())
                .bind("reason", deed.reason())
                .bind("found", deed.found());
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }

    private static Instant instant(Readable row) {
        return Objects.requireNonNull(row.get("at", OffsetDateTime.class), "at").toInstant();
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
