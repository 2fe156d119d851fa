package dev.refill.recharge.r2dbc;

import java.util.Objects;

import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/**
 * Proves the orders against themselves, in one statement that sees one moment. It reads every order: a check for tests and
 * for operators, not for a request.
 */
public final class RechargeInvariants {

    private static final String BREAKS = """
            SELECT 'REST_HAS_NEXT_ATTEMPT' AS rule, id AS subject, state AS found
            FROM recharge.recharge
            WHERE (state IN ('CREDITED', 'DECLINED', 'EXPIRED', 'CANCELLED', 'IN_REVIEW', 'RETURNED')) <> (next_attempt_at IS NULL)
            UNION ALL
            SELECT 'CREDITED_WAS_CAPTURED_IN_FULL', r.id, coalesce(p.captured_minor::text, 'nothing')
            FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = r.payments
            WHERE r.state IN ('PAID', 'CREDITED')
              AND (p.captured_minor IS DISTINCT FROM r.price_minor OR p.captured_currency IS DISTINCT FROM r.currency)
            UNION ALL
            SELECT 'CAPTURED_IS_PAID_OR_REVIEWED', r.id, r.state
            FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = r.payments
            WHERE p.captured_minor > 0 AND r.state NOT IN ('PAID', 'CREDITED', 'IN_REVIEW', 'RETURNED')
            UNION ALL
            -- A refund that succeeded may fail days later, and is asked for again.
            SELECT 'RETURNED_WENT_BACK', r.id, recharge.gone_minor(r.id) || ' of ' || coalesce(p.captured_minor, 0)
            FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = r.payments
            WHERE r.state = 'RETURNED' AND recharge.gone_minor(r.id) < coalesce(p.captured_minor, 1)
              AND NOT EXISTS (SELECT FROM recharge.refund f JOIN recharge.refund_step s ON s.refund_id = f.id
                              WHERE f.recharge_id = r.id AND s.from_state = 'SUCCEEDED')
            UNION ALL
            SELECT 'PAYMENTS_FOLLOW_EACH_OTHER', r.id, count(p.seq) || ' of ' || r.payments
            FROM recharge.recharge r LEFT JOIN recharge.payment p ON p.recharge_id = r.id
            GROUP BY r.id, r.payments
            HAVING count(p.seq) <> r.payments OR max(p.seq) <> r.payments OR count(DISTINCT (p.gateway, p.card_on_file IS NULL)) <> r.payments
                OR r.payments <> 1 + (SELECT count(*) FROM recharge.transition t
                                      WHERE t.recharge_id = r.id AND t.event = 'REROUTED')
            UNION ALL
            SELECT 'ONLY_THE_LATEST_PAYMENT_IS_CAPTURED', r.id, p.id
            FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq < r.payments
            WHERE p.captured_minor > 0
            UNION ALL
            SELECT 'STRAY_IS_OF_A_FORMER_PAYMENT', s.payment_id, s.recharge_id
            FROM recharge.stray s
            WHERE NOT EXISTS (SELECT FROM recharge.payment p JOIN recharge.recharge r ON r.id = p.recharge_id
                              WHERE p.id = s.payment_id AND p.recharge_id = s.recharge_id AND p.gateway = s.gateway
                                AND p.seq < r.payments)
            UNION ALL
            SELECT 'EVERY_VERSION_IS_NOTED', r.id, count(t.version) || ' of ' || r.version
            FROM recharge.recharge r LEFT JOIN recharge.transition t ON t.recharge_id = r.id
            GROUP BY r.id, r.version
            HAVING count(t.version) <> r.version OR max(t.version) <> r.version
            UNION ALL
            SELECT 'BELONGS_TO_AN_ORDER', s.recharge_id, s.kind
            FROM (SELECT recharge_id, 'payment' AS kind FROM recharge.payment
                  UNION ALL SELECT recharge_id, 'transition' FROM recharge.transition) AS s
            WHERE NOT EXISTS (SELECT FROM recharge.recharge r WHERE r.id = s.recharge_id)
            UNION ALL
            SELECT 'TRANSITIONS_JOIN_UP', recharge_id, from_state || ' after ' || before
            FROM (SELECT recharge_id, from_state, lag(to_state) OVER (PARTITION BY recharge_id ORDER BY version) AS before
                  FROM recharge.transition) AS step
            WHERE from_state IS DISTINCT FROM before
            UNION ALL
            SELECT 'CREDITED_ONCE', recharge_id, count(*)::text
            FROM recharge.transition WHERE event = 'CREDITED'
            GROUP BY recharge_id HAVING count(*) > 1
            UNION ALL
            SELECT 'REFUND_HAS_NEXT_ATTEMPT', id, state
            FROM recharge.refund
            WHERE (state IN ('SENDING', 'UNKNOWN', 'PENDING', 'IN_REVIEW', 'GIVING_BACK')) <> (next_attempt_at IS NOT NULL)
            UNION ALL
            SELECT 'EVERY_REFUND_STEP_IS_NOTED', f.id, count(s.version) || ' of ' || f.version
            FROM recharge.refund f LEFT JOIN recharge.refund_step s ON s.refund_id = f.id
            GROUP BY f.id, f.version
            HAVING count(s.version) <> f.version OR max(s.version) <> f.version
            UNION ALL
            SELECT 'REFUNDS_WITHIN_CAPTURED', p.recharge_id, sum(f.amount_minor) || ' of ' || coalesce(p.captured_minor, 0)
            FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = r.payments
            JOIN recharge.refund f ON f.recharge_id = r.id
            WHERE f.state NOT IN ('REJECTED', 'FAILED')
            GROUP BY p.recharge_id, p.captured_minor
            HAVING sum(f.amount_minor) > coalesce(p.captured_minor, 0)
            UNION ALL
            SELECT 'RETURNED_ADDS_UP', recharge_id, 'refunding, refunded, disputed, credit or bonus'
            FROM recharge.returned t
            FULL JOIN (SELECT recharge_id, sum(live) AS refunding, sum(done) AS refunded, sum(disputed) AS disputed,
                              sum(credit) AS credit, sum(bonus) AS bonus
                       FROM (SELECT recharge_id, amount_minor AS live, 0 AS disputed, credit, bonus,
                                    CASE state WHEN 'SUCCEEDED' THEN amount_minor ELSE 0 END AS done
                             FROM recharge.refund WHERE state NOT IN ('REJECTED', 'FAILED')
                             UNION ALL
                             SELECT recharge_id, 0, coalesce(withdrawn_minor, 0) - coalesce(reinstated_minor, 0),
                                    credit - credit_back, bonus - bonus_back, 0
                             FROM recharge.dispute) AS part
                       GROUP BY recharge_id) AS parts USING (recharge_id)
            WHERE (coalesce(t.refunding_minor, 0), coalesce(t.refunded_minor, 0), coalesce(t.disputed_minor, 0),
                   coalesce(t.credit, 0), coalesce(t.bonus, 0))
                IS DISTINCT FROM (coalesce(refunding, 0), coalesce(refunded, 0), coalesce(disputed, 0),
                                  coalesce(parts.credit, 0), coalesce(parts.bonus, 0))
            UNION ALL
            SELECT 'EVERY_DISPUTE_STEP_IS_NOTED', d.id, count(s.version) || ' of ' || d.version
            FROM recharge.dispute d LEFT JOIN recharge.dispute_step s ON s.dispute_id = d.id
            GROUP BY d.id, d.version
            HAVING count(s.version) <> d.version OR max(s.version) <> d.version
            UNION ALL
            SELECT 'RECHARGE_SHOWS_ITS_REFUNDS', r.id, coalesce(r.refunded_minor::text, 'nothing')
            FROM recharge.recharge r LEFT JOIN recharge.returned t ON t.recharge_id = r.id
            WHERE coalesce(r.refunded_minor, 0) <> coalesce(t.refunded_minor, 0)
               OR (r.refunded_minor IS NULL) <> (coalesce(t.version, 0) = 0)
               OR r.goes_back <> (coalesce(t.refunding_minor + t.disputed_minor, 0) > 0)
            UNION ALL
            -- In proportion; each one that failed between others may have left one of the smallest part.
            SELECT 'CREDIT_NOT_MORE_THAN_MONEY', r.id, r.credit - t.credit || ' left of ' || r.credit
            FROM recharge.recharge r JOIN recharge.returned t ON t.recharge_id = r.id
            WHERE r.state = 'CREDITED'
              AND (r.credit - t.credit
                   - (SELECT count(*) FROM recharge.refund f WHERE f.recharge_id = r.id AND f.state IN ('REJECTED', 'FAILED')))
                  * t.captured_minor::numeric
                  > r.credit * (t.captured_minor - t.refunding_minor - t.disputed_minor)::numeric
            """;

    private final DatabaseClient database;

    public RechargeInvariants(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A place where the orders contradict themselves.
     *
     * @param rule what must hold and does not
     * @param subject the order
     * @param found what was found instead
     */
    public record Break(String rule, String subject, String found) {}

    /** Cold. Empty: the orders are right. */
    public Flux<Break> breaks() {
        return database.sql(BREAKS)
                .map(row -> new Break(Objects.requireNonNull(row.get("rule", String.class)),
                        Objects.requireNonNull(row.get("subject", String.class)),
                        Objects.requireNonNullElse(row.get("found", String.class), "nothing")))
                .all();
    }
}
