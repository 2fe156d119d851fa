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
            WHERE (state IN ('CREDITED', 'DECLINED', 'EXPIRED', 'CANCELLED', 'IN_REVIEW')) <> (next_attempt_at IS NULL)
            UNION ALL
            SELECT 'CREDITED_WAS_CAPTURED_IN_FULL', r.id, coalesce(p.captured_minor::text, 'nothing')
            FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id
            WHERE r.state IN ('PAID', 'CREDITED')
              AND (p.captured_minor IS DISTINCT FROM r.price_minor OR p.captured_currency IS DISTINCT FROM r.currency)
            UNION ALL
            SELECT 'CAPTURED_IS_PAID_OR_REVIEWED', r.id, r.state
            FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id
            WHERE p.captured_minor > 0 AND r.state NOT IN ('PAID', 'CREDITED', 'IN_REVIEW')
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
