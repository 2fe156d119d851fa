package dev.refill.recharge.r2dbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.groupcommit.Columns;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.OrderWithdrawn;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderChange;
import dev.refill.recharge.order.OrderOvertaken;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.Payment;
import dev.refill.recharge.routing.Route;
import dev.refill.risk.RiskFacts;

/** {@link OrderStore} over R2DBC PostgreSQL. */
public final class R2dbcOrderStore implements OrderStore {

    private static final Logger log = LoggerFactory.getLogger(R2dbcOrderStore.class);

    private static final String SELECT = "SELECT " + OrderRow.COLUMNS + OrderRow.FROM;

    /** The orders of payments {@code n}, the latest or ones before. */
    private static final String SELECT_NAMED = "SELECT " + OrderRow.COLUMNS + """
            , n.id AS named_id, n.gateway AS named_gateway
            FROM recharge.payment n
            JOIN recharge.recharge r ON r.id = n.recharge_id
            JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = r.payments
            """;

    private static final String KEEP_STRAY = """
            INSERT INTO recharge.stray (payment_id, recharge_id, gateway, reference, captured_minor, captured_currency, at)
            SELECT p.id, r.id, p.gateway, :reference, :captured, :currency, :at
            FROM recharge.payment p JOIN recharge.recharge r ON r.id = p.recharge_id
            WHERE p.id = :id AND p.seq < r.payments
            ON CONFLICT (payment_id) DO UPDATE SET payment_id = EXCLUDED.payment_id
            RETURNING captured_minor, captured_currency, at, xmax = 0 AS is_new
            """;

    private static final String RISK_FACTS = """
                                             SELECT count(*) FILTER (WHERE created_at > :at - interval '1 hour') AS orders_last_hour,
                                                    coalesce(sum(price_minor) FILTER (WHERE state NOT IN ('DECLINED', 'EXPIRED', 'CANCELLED', 'RETURNED')
                                                                                        AND currency = :currency), 0) AS paid_last_day,
                                                    count(*) FILTER (WHERE created_at > :at - interval '1 minute' AND price_minor = :price
                                                                       AND currency = :currency
                                                                       AND state NOT IN ('DECLINED', 'EXPIRED', 'CANCELLED', 'RETURNED')) AS same_price_last_minute
                                             FROM recharge.recharge
                                             WHERE msisdn = :msisdn AND created_at > :at - interval '1 day' AND created_at <= :at
                                               AND id <> :id AND refusal IS NULL
                                             """;

    private static final String TAKE_DUE = """
                                           WITH due AS (
                                               SELECT id FROM recharge.recharge
                                               WHERE next_attempt_at <= :now
                                               ORDER BY next_attempt_at
                                               LIMIT :most
                                               FOR UPDATE SKIP LOCKED),
                                           r AS (
                                               UPDATE recharge.recharge t
                                               SET next_attempt_at = :until, attempts = t.attempts + 1
                                               FROM due WHERE t.id = due.id
                                               RETURNING t.*)
                                           SELECT\s""" + OrderRow.COLUMNS
            + " FROM r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = r.payments";

    private static final String RESCHEDULE = """
                                             UPDATE recharge.recharge SET next_attempt_at = :next
                                             WHERE id = :id AND version = :version AND attempts = :attempts AND next_attempt_at IS NOT NULL
                                             """;

    private final DatabaseClient database;
    private final AcceptOrders accepting;
    private final ChangeOrders changing;
    /** Every webhook asks for its order: those that ask together are one statement. */
    private final GroupCommit<OperationKey, Optional<Named>> lookUps;
    private final Consumer<RechargeId> whenChanged;

    /**
     * @param limits of one group commit; there is one each for new orders, for changes and for looking orders up
     * @param whenChanged is told of each change after its commit; must not block
     */
    public R2dbcOrderStore(DatabaseClient database, GroupCommit.Limits limits, Consumer<RechargeId> whenChanged) {
        this.database = database;
        this.accepting = new AcceptOrders(database, limits);
        this.changing = new ChangeOrders(database, limits);
        this.lookUps = new GroupCommit<>(this::byOperationKeys, limits);
        this.whenChanged = whenChanged;
    }

    @Override
    public Mono<Acceptance> accept(Order order, @Nullable Route route) {
        return accepting.accept(order, route).flatMap(accepted -> acceptance(order, accepted.facts()));
    }

    private Mono<Acceptance> acceptance(Order order, @Nullable RiskFacts facts) {
        return facts == null
                ? byClaim(order.claimId()).<Acceptance>map(Acceptance.Known::new)
                        .switchIfEmpty(Mono.error(() -> new OrderWithdrawn(order.claimId())))
                : Mono.just(new Acceptance.New(order, facts));
    }

    @Override
    public Mono<Order> withdraw(String claimId) {
        return database.sql("SELECT recharge.withdraw(:claim)")
                .bind("claim", claimId)
                .then()
                .then(Mono.defer(() -> byClaim(claimId)));
    }

    @Override
    public Mono<Order> change(Order order, OrderChange change) {
        return changing.change(order, change)
                .flatMap(made -> made ? Mono.just(order.after(change)) : Mono.error(new OrderOvertaken(order.id())))
                .doOnNext(after -> told(after, change));
    }

    private void told(Order after, OrderChange change) {
        if (after.state() == RechargeState.IN_REVIEW) {
            log.error("{}: in review, a person decides: {}, {}", after.id(), change.event(), change.cause());
        }
        whenChanged.accept(after.id());
    }

    @Override
    public Mono<Order> byId(RechargeId id) {
        return database.sql(SELECT + "WHERE r.id = :id").bind("id", id.value()).map(OrderRow::read).one();
    }

    @Override
    public Mono<Order> byClaim(String claimId) {
        return database.sql(SELECT + "WHERE r.claim_id = :claim").bind("claim", claimId).map(OrderRow::read).one();
    }

    @Override
    public Mono<Named> byOperationKey(OperationKey key) {
        return lookUps.submit(key).flatMap(Mono::justOrEmpty);
    }

    private Mono<List<Optional<Named>>> byOperationKeys(List<OperationKey> keys) {
        return database.sql(SELECT_NAMED + "WHERE n.id = ANY (" + Columns.parameter("keys", "text") + ")")
                .bind("keys", new Columns<>(keys).texts(OperationKey::value))
                .map(R2dbcOrderStore::named)
                .all()
                .collectMap(named -> named.payment().operationKey())
                .map(found -> keys.stream().map(key -> Optional.ofNullable(found.get(key))).toList());
    }

    @Override
    public Mono<Named> byReference(GatewayId gateway, ProviderReference reference) {
        return database.sql(SELECT_NAMED + "WHERE n.gateway = :gateway AND n.reference = :reference")
                .bind("gateway", gateway.value())
                .bind("reference", reference.value())
                .map(R2dbcOrderStore::named)
                .one();
    }

    private static Named named(Readable row) {
        Order order = OrderRow.read(row);
        OperationKey key = new OperationKey(OrderRow.text(row, "named_id"));
        return new Named(order, key.equals(order.payment().operationKey())
                ? order.payment()
                : Payment.untold(key, new GatewayId(OrderRow.text(row, "named_gateway")), order.payment().means()));
    }

    @Override
    public Mono<Stray> keepStray(Payment former, Approved seen, Instant at) {
        return database.sql(KEEP_STRAY)
                .bind("id", former.operationKey().value())
                .bind("reference", seen.reference().value())
                .bind("captured", seen.captured().minor())
                .bind("currency", seen.captured().currency().getCurrencyCode())
                .bind("at", time(at))
                .map(row -> new Stray(
                        Money.of(OrderRow.number(row, "captured_minor"), OrderRow.text(row, "captured_currency")),
                        Objects.requireNonNull(OrderRow.time(row, "at")),
                        Objects.requireNonNull(row.get("is_new", Boolean.class))))
                .one();
    }

    @Override
    public Mono<RiskFacts> riskFacts(Order order) {
        Recharge recharge = order.recharge();
        return database.sql(RISK_FACTS)
                .bind("id", recharge.id().value())
                .bind("msisdn", recharge.msisdn().e164())
                .bind("price", recharge.quote().price().minor())
                .bind("currency", recharge.quote().price().currency().getCurrencyCode())
                .bind("at", time(recharge.createdAt()))
                .map(row -> facts(row, order))
                .one();
    }

    @Override
    public Flux<Order> takeDue(Instant now, Duration lease, int limit) {
        return database.sql(TAKE_DUE)
                .bind("now", time(now))
                .bind("until", time(now.plus(lease)))
                .bind("most", limit)
                .map(OrderRow::read)
                .all();
    }

    @Override
    public Mono<Void> reschedule(Order order, Instant nextAttemptAt) {
        return database.sql(RESCHEDULE)
                .bind("id", order.id().value())
                .bind("version", order.recharge().version())
                .bind("attempts", order.attempts())
                .bind("next", time(nextAttemptAt))
                .then();
    }

    private static RiskFacts facts(Readable row, Order order) {
        BigDecimal paid = Objects.requireNonNull(row.get("paid_last_day", BigDecimal.class));
        BigInteger paidMinor = paid.toBigIntegerExact();
        return new RiskFacts(order.recharge().quote().price().minor(),
                Objects.requireNonNull(row.get("orders_last_hour", Long.class)), paidMinor,
                Objects.requireNonNull(row.get("same_price_last_minute", Long.class)), order.repeatConfirmed());
    }

    static Object time(@Nullable Instant at) {
        return Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE,
                at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    }
}
