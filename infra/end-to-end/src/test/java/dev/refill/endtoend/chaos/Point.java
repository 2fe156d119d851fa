package dev.refill.endtoend.chaos;

import dev.refill.testsupport.pgproxy.Hold;
import dev.refill.testsupport.pgproxy.Moment;
import dev.refill.testsupport.pgproxy.PgProxy;

/** Where a node is killed, by the ids of the list of failures; what is left is a random instant. */
enum Point {

    K1_ORDER_REQUESTED(Moment.REQUESTED, "recharge.accept_all"),
    K2_ORDER_COMMITTED(Moment.COMMITTED, "recharge.accept_all"),
    K3_CHARGE_SENT(Moment.COMMITTED, "recharge.accept_all"),
    K4_CAPTURE_REQUESTED(Moment.REQUESTED, "recharge.change_all", "CAPTURED"),
    K5_ANSWER_STORED(Moment.COMMITTED, "UPDATE idempotency.claim", "SET status"),
    K6_WEBHOOK_REQUESTED(Moment.REQUESTED, "INSERT INTO webhooks.inbox"),
    K7_WEBHOOK_KEPT(Moment.COMMITTED, "INSERT INTO webhooks.inbox"),
    K8_WEBHOOK_TAKEN(Moment.COMMITTED, "UPDATE webhooks.inbox AS event", "FOR UPDATE SKIP LOCKED"),
    K9_CREDIT_REQUESTED(Moment.REQUESTED, "balance.post"),
    K9_CREDIT_COMMITTED(Moment.COMMITTED, "balance.post"),
    K12_DELIVERY_SENT(Moment.REQUESTED, "UPDATE webhooks.delivery", "last_status"),
    RANDOM_INSTANT(Moment.COMMITTED, "");

    private final Moment moment;
    private final String sql;
    private final String also;

    Point(Moment moment, String sql) {
        this(moment, sql, "");
    }

    /** @param also another part of the statement, or a parameter */
    Point(Moment moment, String sql, String also) {
        this.moment = moment;
        this.sql = sql;
        this.also = also;
    }

    boolean isAtAStatement() {
        return !sql.isEmpty();
    }

    /** Holds the next statement of a node that is at this point. */
    Hold hold(PgProxy proxy) {
        return proxy.hold(moment, sql, also);
    }
}
