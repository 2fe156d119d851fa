package dev.refill.recharge.r2dbc;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;

import io.r2dbc.spi.Readable;
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
import dev.refill.recharge.outbox.Outbox;
import dev.refill.recharge.outbox.Transition;

/** {@link Outbox} over the table of transitions. V3 of the schema says why nothing is skipped. */
public final class R2dbcOutbox implements Outbox {

    /** One snapshot serves for the rows and for the horizon below which they are settled. */
    private static final String TAKE = """
            WITH mine AS (
                UPDATE recharge.relay SET lease_owner = :node, leased_until = :until, fence = fence + 1
                WHERE name = 'outbound' AND (leased_until <= :now OR lease_owner = :node)
                RETURNING fence, written_by, seq)
            SELECT mine.fence, CAST(t.written_by AS text) AS written_by, t.seq, t.version, t.to_state, t.at,
                   r.id, r.client_id, r.msisdn, r.offer_id, r.price_minor, r.currency, r.credit_unit, r.credit, r.bonus,
                   r.last_decline, r.created_at
            FROM mine
            CROSS JOIN LATERAL (
                SELECT * FROM recharge.transition s
                WHERE (s.written_by, s.seq) > (mine.written_by, mine.seq)
                  AND s.written_by < pg_snapshot_xmin(pg_current_snapshot())
                ORDER BY s.written_by, s.seq
                LIMIT :most) AS t
            JOIN recharge.recharge r ON r.id = t.recharge_id
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
        String decline = row.get("last_decline", String.class);
        LedgerUnit unit = new LedgerUnit(text(row, "credit_unit"));
        return new Transition(new Transition.Position(text(row, "written_by"), number(row, "seq")),
                new RechargeId(text(row, "id")), number(row, "version"), RechargeState.valueOf(text(row, "to_state")),
                time(row, "at"), text(row, "client_id"), text(row, "msisdn"),
                new Quote(new OfferId(text(row, "offer_id")),
                        Money.of(number(row, "price_minor"), text(row, "currency")),
                        new Quantity(number(row, "credit"), unit), new Quantity(number(row, "bonus"), unit)),
                decline == null ? null : DeclineReason.valueOf(decline), time(row, "created_at"));
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
