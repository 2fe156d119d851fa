package dev.refill.recharge.r2dbc;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Money;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferId;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.dispute.DisputeEvent;
import dev.refill.recharge.dispute.DisputeId;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.outbox.Outbox;
import dev.refill.recharge.outbox.Transition;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundState;

/** {@link Outbox} over the transitions and the steps. V3 of the schema says why nothing is skipped. */
public final class R2dbcOutbox implements Outbox {

    /**
     * One snapshot serves for the rows and for the horizon below which they are settled. {@code OFFSET 0} has each order
     * looked up by its key: a plan of its own choice reads the whole table of orders for each batch.
     */
    static final String TAKE = """
            WITH mine AS (
                UPDATE recharge.relay SET lease_owner = :node, leased_until = :until, fence = fence + 1
                WHERE name = 'outbound' AND (leased_until <= :now OR lease_owner = :node)
                RETURNING fence, written_by, seq)
            SELECT mine.fence, CAST(t.written_by AS text) AS written_by, t.seq, t.version, t.event, t.to_state, t.at,
                   r.id, r.client_id, r.msisdn, r.offer_id, r.price_minor, r.currency, r.credit_unit, r.credit, r.bonus,
                   r.last_decline, t.refund_id, t.refunded_minor, t.dispute_id, d.reinstated_minor, d.credit_back, d.bonus_back,
                   coalesce(f.amount_minor, d.withdrawn_minor) AS moved_minor, coalesce(f.currency, d.currency) AS moved_currency,
                   coalesce(f.credit, d.credit) AS moved_credit, coalesce(f.bonus, d.bonus) AS moved_bonus,
                   coalesce(f.created_at, d.created_at, r.created_at) AS created_at
            FROM mine
            CROSS JOIN LATERAL (
                SELECT * FROM (
                    SELECT written_by, seq, recharge_id, CAST(NULL AS text) AS refund_id, CAST(NULL AS text) AS dispute_id,
                           version, event, to_state, at, CAST(NULL AS bigint) AS refunded_minor
                    FROM recharge.transition
                    UNION ALL
                    SELECT written_by, seq, NULL, refund_id, NULL, version, event, to_state, at, refunded_minor
                    FROM recharge.refund_step
                    UNION ALL
                    SELECT written_by, seq, NULL, NULL, dispute_id, version, event, to_state, at, NULL
                    FROM recharge.dispute_step) AS s
                WHERE (s.written_by, s.seq) > (mine.written_by, mine.seq)
                  AND s.written_by < pg_snapshot_xmin(pg_current_snapshot())
                ORDER BY s.written_by, s.seq
                LIMIT :most) AS t
            LEFT JOIN LATERAL (SELECT * FROM recharge.refund WHERE id = t.refund_id OFFSET 0) AS f ON true
            LEFT JOIN LATERAL (SELECT * FROM recharge.dispute WHERE id = t.dispute_id OFFSET 0) AS d ON true
            JOIN LATERAL (SELECT * FROM recharge.recharge
                          WHERE id = coalesce(t.recharge_id, f.recharge_id, d.recharge_id) OFFSET 0) AS r ON true
            ORDER BY t.written_by, t.seq
            """;

    private static final String PASS = """
            UPDATE recharge.relay SET written_by = CAST(CAST(:writtenBy AS text) AS xid8), seq = :seq
            WHERE name = 'outbound' AND fence = :fence
            """;

    private static final String AHEAD = """
            SELECT written_by >= pg_snapshot_xmax(pg_current_snapshot()) AS ahead FROM recharge.relay WHERE name = 'outbound'
            """;

    private final DatabaseClient database;

    public R2dbcOutbox(DatabaseClient database) {
        this.database = database;
    }

    private record Read(long fence, Transition transition) {}

    @Override
    public Mono<Batch> take(String node, Instant now, Duration lease, int most) {
        return database.sql(TAKE)
                .bind("node", node)
                .bind("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .bind("until", OffsetDateTime.ofInstant(now.plus(lease), ZoneOffset.UTC))
                .bind("most", most)
                .map(row -> new Read(number(row, "fence"), transition(row)))
                .all()
                .collectList()
                .map(all -> new Batch(all.isEmpty() ? 0 : all.getFirst().fence(),
                        all.stream().map(Read::transition).toList()));
    }

    @Override
    public Mono<Boolean> pass(Batch batch) {
        Transition.Position last = batch.transitions().getLast().position();
        return database.sql(PASS)
                .bind("writtenBy", last.writtenBy())
                .bind("seq", last.sequence())
                .bind("fence", batch.fence())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Boolean> isAheadOfServer() {
        return database.sql(AHEAD).map(row -> Objects.requireNonNull(row.get("ahead", Boolean.class))).one();
    }

    private static Transition transition(Readable row) {
        String refund = row.get("refund_id", String.class);
        String dispute = row.get("dispute_id", String.class);
        return refund != null
                ? ofRefund(row, new RefundId(refund))
                : dispute != null
                        ? ofDispute(row, new DisputeId(dispute))
                        : ofOrder(row);
    }

    private static Transition ofOrder(Readable row) {
        String decline = row.get("last_decline", String.class);
        return new Transition.OfOrder(position(row), recharge(row), number(row, "version"),
                RechargeState.valueOf(text(row, "to_state")), time(row, "at"), text(row, "client_id"),
                text(row, "msisdn"),
                new Quote(new OfferId(text(row, "offer_id")),
                        Money.of(number(row, "price_minor"), text(row, "currency")), quantity(row, "credit"),
                        quantity(row, "bonus")),
                decline == null ? null : DeclineReason.valueOf(decline), time(row, "created_at"));
    }

    private static Transition ofRefund(Readable row, RefundId refund) {
        return new Transition.OfRefund(position(row), refund, recharge(row), number(row, "version"),
                RefundState.valueOf(text(row, "to_state")), time(row, "at"), text(row, "client_id"),
                text(row, "msisdn"), Money.of(number(row, "moved_minor"), text(row, "moved_currency")),
                number(row, "refunded_minor"), quantity(row, "moved_credit"), quantity(row, "moved_bonus"),
                time(row, "created_at"));
    }

    private static Transition ofDispute(Readable row, DisputeId dispute) {
        return new Transition.OfDispute(position(row), dispute, recharge(row), number(row, "version"),
                DisputeEvent.valueOf(text(row, "event")), DisputeState.valueOf(text(row, "to_state")),
                time(row, "at"), text(row, "client_id"), text(row, "msisdn"), money(row, "moved_minor"),
                money(row, "reinstated_minor"), quantity(row, "moved_credit"), quantity(row, "moved_bonus"),
                quantity(row, "credit_back"), quantity(row, "bonus_back"), time(row, "created_at"));
    }

    private static Transition.Position position(Readable row) {
        return new Transition.Position(text(row, "written_by"), number(row, "seq"));
    }

    private static RechargeId recharge(Readable row) {
        return new RechargeId(text(row, "id"));
    }

    private static Quantity quantity(Readable row, String column) {
        return new Quantity(number(row, column), new LedgerUnit(text(row, "credit_unit")));
    }

    private static @Nullable Money money(Readable row, String column) {
        Long minor = row.get(column, Long.class);
        return minor == null ? null : Money.of(minor, text(row, "moved_currency"));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }

    private static Instant time(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, OffsetDateTime.class), column).toInstant();
    }
}
