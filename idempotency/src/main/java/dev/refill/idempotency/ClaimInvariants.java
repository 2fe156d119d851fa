package dev.refill.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

import static java.util.Objects.requireNonNull;

/**
 * Proves the stored claims against themselves; what one row can tell is proved by its CHECKs already. It reads every
 * claim: for tests and operators, not for a request.
 */
public final class ClaimInvariants {

    /** A rule that a claim breaks, and the claim's id. */
    public record Violation(Rule rule, String claim) {}

    /** What always holds. */
    public enum Rule {
        /** A claim id stands for one key. */
        ID_IS_OF_ONE_KEY,
        /** A lease never ends before its claim was made. */
        LEASE_FOLLOWS_CLAIM,
        /** What nobody holds is gone a day after its window, or the reaper is not at work. */
        WINDOW_IS_KEPT
    }

    private static final Duration REAPERS_GRACE = Duration.ofDays(1);

    private static final String VIOLATIONS = """
                                             SELECT 'ID_IS_OF_ONE_KEY' AS rule, claim_id AS claim
                                             FROM idempotency.claim GROUP BY claim_id HAVING count(*) > 1
                                             UNION ALL
                                             SELECT 'LEASE_FOLLOWS_CLAIM', claim_id
                                             FROM idempotency.claim WHERE lease_until < created_at
                                             UNION ALL
                                             SELECT 'WINDOW_IS_KEPT', claim_id
                                             FROM idempotency.claim WHERE created_at < :reaped AND (status IS NOT NULL OR lease_until <= :now)
                                             """;

    private final DatabaseClient database;
    private final Clock clock;
    private final Duration retention;

    public ClaimInvariants(DatabaseClient database, Clock clock, Duration retention) {
        this.database = database;
        this.clock = clock;
        this.retention = retention;
    }

    /** Every violation, of one moment; empty when all is well. */
    public Flux<Violation> violations() {
        return Flux.defer(() -> violationsAt(clock.instant()));
    }

    private Flux<Violation> violationsAt(Instant now) {
        return database.sql(VIOLATIONS)
                .bind("now", now)
                .bind("reaped", now.minus(retention).minus(REAPERS_GRACE))
                .map(ClaimInvariants::violation)
                .all();
    }

    private static Violation violation(Readable row) {
        return new Violation(Rule.valueOf(requireNonNull(row.get("rule", String.class))),
                requireNonNull(row.get("claim", String.class)));
    }
}
