package dev.refill.recharge.r2dbc;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundChange;
import dev.refill.recharge.refund.RefundEvent;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundOvertaken;
import dev.refill.recharge.refund.RefundStep;
import dev.refill.recharge.refund.RefundStore;
import dev.refill.recharge.refund.Refundable;

import static dev.refill.recharge.r2dbc.R2dbcOrderStore.time;

/** {@link RefundStore} over R2DBC PostgreSQL. */
public final class R2dbcRefundStore implements RefundStore {

    private static final String REFUNDABLE = "SELECT " + OrderRow.COLUMNS + """
            , coalesce(t.version, 0) AS returned_version,
            coalesce(t.refunding_minor, 0) AS refunding_minor, coalesce(t.refunded_minor, 0) AS returned_minor,
            coalesce(t.disputed_minor, 0) AS disputed_minor,
            coalesce(t.credit, 0) AS returned_credit, coalesce(t.bonus, 0) AS returned_bonus
            FROM recharge.recharge r
            JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = r.payments
            LEFT JOIN recharge.returned t ON t.recharge_id = r.id
            WHERE r.id = :id
            """;

    private static final String REQUEST = """
            SELECT recharge.request_refund(:id, :claim, :recharge, :orderVersion, :seen, :state, :event, :amount, :currency,
                                           :unit, :credit, :bonus, :whenSpent, :reason, :requestedBy, :reference, :actor, :cause, :evidence,
                                           :at, :next) AS keeping
            """;

    private static final String CHANGE = """
            SELECT recharge.change_refund(:id, :version, :recharge, :from, :event, :to, :actor, :cause, :evidence, :at, :next,
                                          :reference, :decidedBy) AS changed
            """;

    private static final String SELECT = "SELECT * FROM recharge.refund ";

    private static final String TAKE_DUE = """
            WITH due AS (
                SELECT id FROM recharge.refund
                WHERE next_attempt_at <= :now
                ORDER BY next_attempt_at
                LIMIT :most
                FOR UPDATE SKIP LOCKED)
            UPDATE recharge.refund t
            SET next_attempt_at = :until, attempts = t.attempts + 1
            FROM due WHERE t.id = due.id
            RETURNING t.*
            """;

    private static final String RESCHEDULE = """
            UPDATE recharge.refund SET next_attempt_at = :next
            WHERE id = :id AND version = :version AND attempts = :attempts AND next_attempt_at IS NOT NULL
            """;

    private final DatabaseClient database;

    public R2dbcRefundStore(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Refundable> refundable(RechargeId recharge) {
        return database.sql(REFUNDABLE).bind("id", recharge.value()).map(RefundRow::refundable).one();
    }

    @Override
    public Mono<Keeping> request(Refund refund, Refundable of, RefundEvent event, Cause cause,
            @Nullable Instant nextAttemptAt) {
        return database.sql(REQUEST)
                .bind("id", refund.id().value())
                .bind("claim", refund.claimId())
                .bind("recharge", refund.recharge().value())
                .bind("orderVersion", of.order().recharge().version())
                .bind("seen", of.version())
                .bind("state", refund.state().name())
                .bind("event", event.name())
                .bind("amount", refund.amount().minor())
                .bind("currency", refund.amount().currency().getCurrencyCode())
                .bind("unit", refund.credit().unit().code())
                .bind("credit", refund.credit().value())
                .bind("bonus", refund.bonus().value())
                .bind("whenSpent", refund.whenSpent().name())
                .bind("reason", refund.reason())
                .bind("requestedBy", refund.requestedBy())
                .bind("reference", text(refund.reference()))
                .bind("actor", cause.actor())
                .bind("cause", cause.source().name())
                .bind("evidence", text(cause.evidence()))
                .bind("at", time(refund.createdAt()))
                .bind("next", time(nextAttemptAt))
                .map(row -> Keeping.valueOf(Objects.requireNonNull(row.get("keeping", String.class))))
                .one();
    }

    @Override
    public Mono<Refund> change(Refund refund, RefundChange change) {
        return database.sql(CHANGE)
                .bind("id", refund.id().value())
                .bind("version", refund.version())
                .bind("recharge", refund.recharge().value())
                .bind("from", refund.state().name())
                .bind("event", change.event().name())
                .bind("to", change.to().name())
                .bind("actor", change.cause().actor())
                .bind("cause", change.cause().source().name())
                .bind("evidence", text(change.cause().evidence()))
                .bind("at", time(change.at()))
                .bind("next", time(change.nextAttemptAt()))
                .bind("reference", text(change.reference()))
                .bind("decidedBy", text(change.decidedBy()))
                .map(row -> Objects.requireNonNull(row.get("changed", Boolean.class)))
                .one()
                .flatMap(changed -> changed
                        ? Mono.just(refund.after(change))
                        : Mono.error(() -> new RefundOvertaken(refund.id())));
    }

    @Override
    public Mono<Refund> byId(RefundId id) {
        return database.sql(SELECT + "WHERE id = :id").bind("id", id.value()).map(RefundRow::refund).one();
    }

    @Override
    public Mono<Refund> byClaim(String claimId) {
        return database.sql(SELECT + "WHERE claim_id = :claim").bind("claim", claimId).map(RefundRow::refund).one();
    }

    @Override
    public Mono<Refund> byReference(GatewayId gateway, ProviderReference reference) {
        return database.sql(SELECT + "WHERE gateway = :gateway AND reference = :reference")
                .bind("gateway", gateway.value())
                .bind("reference", reference.value())
                .map(RefundRow::refund)
                .one();
    }

    @Override
    public Flux<Refund> of(RechargeId recharge) {
        return database.sql(SELECT + "WHERE recharge_id = :recharge ORDER BY created_at, id")
                .bind("recharge", recharge.value())
                .map(RefundRow::refund)
                .all();
    }

    @Override
    public Flux<RefundStep> steps(RefundId id) {
        return database.sql("SELECT * FROM recharge.refund_step WHERE refund_id = :id ORDER BY version")
                .bind("id", id.value())
                .map(RefundRow::step)
                .all();
    }

    @Override
    public Flux<Refund> takeDue(Instant now, Duration lease, int most) {
        return database.sql(TAKE_DUE)
                .bind("now", time(now))
                .bind("until", time(now.plus(lease)))
                .bind("most", most)
                .map(RefundRow::refund)
                .all();
    }

    @Override
    public Mono<Void> reschedule(Refund refund, Instant nextAttemptAt) {
        return database.sql(RESCHEDULE)
                .bind("id", refund.id().value())
                .bind("version", refund.version())
                .bind("attempts", refund.attempts())
                .bind("next", time(nextAttemptAt))
                .then();
    }

    private static Object text(@Nullable Object value) {
        return Parameters.in(R2dbcType.VARCHAR, value == null ? null : value.toString());
    }
}
