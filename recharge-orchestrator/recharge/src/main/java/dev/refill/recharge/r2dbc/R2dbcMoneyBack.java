package dev.refill.recharge.r2dbc;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

import dev.refill.recharge.MoneyBack;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.dispute.Dispute;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.dispute.DisputeStore;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundState;
import dev.refill.recharge.refund.RefundStore;

import static dev.refill.recharge.r2dbc.OrderRow.number;
import static dev.refill.recharge.r2dbc.OrderRow.text;

/** {@link MoneyBack} over R2DBC PostgreSQL. */
public final class R2dbcMoneyBack implements MoneyBack {

    /** The conditions of the partial indexes refund_resting and dispute_resting. */
    private static final String REFUND_RESTS = "state IN ('AWAITING_APPROVAL', 'SENDING', 'UNKNOWN', 'PENDING', 'IN_REVIEW', 'GIVING_BACK')";
    private static final String DISPUTE_RESTS = "state IN ('ASKED', 'OPENED', 'AWAITING_FUNDS')";

    private static final String RESTING = "SELECT * FROM recharge.refund WHERE " + REFUND_RESTS + """
             AND state = :state AND id > :after ORDER BY id LIMIT :limit
            """;
    private static final String REFUND_COUNTS = "SELECT state, count(*) AS rest FROM recharge.refund WHERE "
            + REFUND_RESTS + " GROUP BY state";
    private static final String DISPUTE_COUNTS = "SELECT state, count(*) AS rest FROM recharge.dispute WHERE "
            + DISPUTE_RESTS + " GROUP BY state";

    private final DatabaseClient database;
    private final RefundStore refunds;
    private final DisputeStore disputes;

    public R2dbcMoneyBack(DatabaseClient database, RefundStore refunds, DisputeStore disputes) {
        this.database = database;
        this.refunds = refunds;
        this.disputes = disputes;
    }

    @Override
    public Flux<Refund> resting(RefundState state, @Nullable RefundId after, int limit) {
        if (state.isTerminal()) {
            throw new IllegalArgumentException("state: " + state + " (expected: one in which refunds rest)");
        }
        return database.sql(RESTING)
                .bind("state", state.name())
                .bind("after", after == null ? "" : after.value())
                .bind("limit", limit)
                .map(RefundRow::refund)
                .all();
    }

    @Override
    public Flux<Refund> refundsOf(RechargeId recharge) {
        return refunds.of(recharge);
    }

    @Override
    public Flux<Dispute> disputesOf(RechargeId recharge) {
        return disputes.of(recharge);
    }

    @Override
    public Flux<RefundCount> refundCounts() {
        return database.sql(REFUND_COUNTS)
                .map(row -> new RefundCount(RefundState.valueOf(text(row, "state")), number(row, "rest")))
                .all();
    }

    @Override
    public Flux<DisputeCount> disputeCounts() {
        return database.sql(DISPUTE_COUNTS)
                .map(row -> new DisputeCount(DisputeState.valueOf(text(row, "state")), number(row, "rest")))
                .all();
    }
}
