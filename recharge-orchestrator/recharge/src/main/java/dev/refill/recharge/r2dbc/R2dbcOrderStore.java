package dev.refill.recharge.r2dbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.Consumer;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderChange;
import dev.refill.recharge.order.OrderOvertaken;
import dev.refill.recharge.order.OrderStore;
import dev.refill.risk.RiskFacts;

/** {@link OrderStore} over R2DBC PostgreSQL. */
public final class R2dbcOrderStore implements OrderStore {

    private static final String SELECT = "SELECT " + OrderRow.COLUMNS
            + """
              FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = 1
              """;

    private static final String ACCEPT = """
                                         SELECT is_new, orders_last_hour, paid_last_day, same_price_last_minute
                                         FROM recharge.accept(:id, :claim, :client, :channel, :subscriber, :msisdn, :offer, :price, :currency,
                                                              :unit, :credit, :bonus, :confirmed, :payment, :gateway, :card, :at, :next)
                                         """;

    private static final String CHANGE = """
                                         WITH moved AS (
                                             UPDATE recharge.recharge
                                             SET state = :to, version = version + 1, changed_at = :at, next_attempt_at = :next, attempts = 0,
                                                 last_decline = coalesce(:decline, last_decline), refusal = :refusal
                                             WHERE id = :id AND version = :version
                                             RETURNING id, version),
                                         noted AS (
                                             INSERT INTO recharge.transition (recharge_id, version, from_state, event, to_state, actor, cause, evidence, at)
                                             SELECT id, version, :from, :event, :to, :actor, :cause, :evidence, :at FROM moved)
                                         """;

    /** A change that says nothing new of the payment leaves its row alone. */
    private static final String CHANGE_ORDER_ONLY = CHANGE + "SELECT version FROM moved";

    private static final String CHANGE_WITH_PAYMENT = CHANGE
            + """
              , paid AS (
                  UPDATE recharge.payment
                  SET reference = coalesce(:reference, reference), payment_page = :page,
                      captured_minor = coalesce(:captured, captured_minor),
                      captured_currency = coalesce(:capturedCurrency, captured_currency)
                  WHERE recharge_id IN (SELECT id FROM moved) AND seq = 1)
              SELECT version FROM moved
              """;

    private static final String RISK_FACTS = """
                                             SELECT count(*) FILTER (WHERE created_at > :at - interval '1 hour') AS orders_last_hour,
                                                    coalesce(sum(price_minor) FILTER (WHERE state NOT IN ('DECLINED', 'EXPIRED')
                                                                                        AND currency = :currency), 0) AS paid_last_day,
                                                    count(*) FILTER (WHERE created_at > :at - interval '1 minute' AND price_minor = :price
                                                                       AND currency = :currency
                                                                       AND state NOT IN ('DECLINED', 'EXPIRED')) AS same_price_last_minute
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
            + " FROM r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = 1";

    private static final String RESCHEDULE = """
                                             UPDATE recharge.recharge SET next_attempt_at = :next
                                             WHERE id = :id AND version = :version AND attempts = :attempts AND next_attempt_at IS NOT NULL
                                             """;

    private final DatabaseClient database;
    private final Consumer<RechargeId> whenChanged;

    /** @param whenChanged is told of each change after its commit; must not block */
    public R2dbcOrderStore(DatabaseClient database, Consumer<RechargeId> whenChanged) {
        this.database = database;
        this.whenChanged = whenChanged;
    }

    @Override
    public Mono<Acceptance> accept(Order order) {
        return bindNew(order)
                .map(row -> Objects.requireNonNull(row.get("is_new", Boolean.class))
                        ? new Acceptance.New(order, facts(row, order))
                        : new Known())
                .one()
                .flatMap(found -> found instanceof Acceptance.New fresh
                        ? Mono.just(fresh)
                        : byClaim(order.claimId()).map(Acceptance.Known::new));
    }

    /** The claim had made an order before, which is yet to be read. */
    private record Known() {}

    private GenericExecuteSpec bindNew(Order order) {
        Recharge recharge = order.recharge();
        return database.sql(ACCEPT)
                .bind("id", recharge.id().value())
                .bind("claim", order.claimId())
                .bind("client", recharge.owner().clientId())
                .bind("channel", recharge.owner().channel().name())
                .bind("subscriber", recharge.subscriber().value())
                .bind("msisdn", recharge.msisdn().e164())
                .bind("offer", recharge.quote().offer().value())
                .bind("price", recharge.quote().price().minor())
                .bind("currency", recharge.quote().price().currency().getCurrencyCode())
                .bind("unit", recharge.quote().credit().unit().code())
                .bind("credit", recharge.quote().credit().value())
                .bind("bonus", recharge.quote().bonus().value())
                .bind("confirmed", order.repeatConfirmed())
                .bind("payment", order.payment().operationKey().value())
                .bind("gateway", order.payment().gateway().value())
                .bind("card", text(order.payment().cardOnFile()))
                .bind("at", time(recharge.createdAt()))
                .bind("next", time(order.nextAttemptAt()));
    }

    @Override
    public Mono<Order> change(Order order, OrderChange change) {
        return bindChange(order, change)
                .map(row -> order.after(change))
                .one()
                .switchIfEmpty(Mono.error(() -> new OrderOvertaken(order.id())))
                .doOnNext(after -> whenChanged.accept(after.id()));
    }

    private GenericExecuteSpec bindChange(Order order, OrderChange change) {
        boolean ofPayment = change.reference() != null || change.captured() != null
                || !Objects.equals(change.paymentPage(), order.recharge().paymentPage());
        GenericExecuteSpec statement = database.sql(ofPayment ? CHANGE_WITH_PAYMENT : CHANGE_ORDER_ONLY)
                .bind("id", order.id().value())
                .bind("version", order.recharge().version())
                .bind("from", order.state().name())
                .bind("event", change.event().name())
                .bind("to", change.to().name())
                .bind("at", time(change.at()))
                .bind("next", time(change.nextAttemptAt()))
                .bind("decline", text(change.decline()))
                .bind("refusal", text(change.refusal()))
                .bind("actor", change.cause().actor())
                .bind("cause", change.cause().source().name())
                .bind("evidence", text(change.cause().evidence()));
        return ofPayment ? bindPayment(statement, change) : statement;
    }

    private static GenericExecuteSpec bindPayment(GenericExecuteSpec statement, OrderChange change) {
        Money captured = change.captured();
        URI page = change.paymentPage();
        return statement
                .bind("reference", text(change.reference()))
                .bind("page", text(page))
                .bind("captured", Parameters.in(R2dbcType.BIGINT, captured == null ? null : captured.minor()))
                .bind("capturedCurrency", text(captured == null ? null : captured.currency().getCurrencyCode()));
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
    public Mono<Order> byOperationKey(OperationKey key) {
        return database.sql(SELECT + "WHERE p.id = :key").bind("key", key.value()).map(OrderRow::read).one();
    }

    @Override
    public Mono<Order> byReference(GatewayId gateway, ProviderReference reference) {
        return database.sql(SELECT + "WHERE p.gateway = :gateway AND p.reference = :reference")
                .bind("gateway", gateway.value())
                .bind("reference", reference.value())
                .map(OrderRow::read)
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

    private static Object text(@Nullable Object value) {
        return Parameters.in(R2dbcType.VARCHAR, value == null ? null : value.toString());
    }

    private static Object time(@Nullable Instant at) {
        return Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE,
                at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    }
}
