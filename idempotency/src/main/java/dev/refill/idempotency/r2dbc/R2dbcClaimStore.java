package dev.refill.idempotency.r2dbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

import dev.refill.idempotency.Answer;
import dev.refill.idempotency.ClaimId;
import dev.refill.idempotency.ClaimKey;
import dev.refill.idempotency.ClaimOutcome;
import dev.refill.idempotency.ClaimStore;
import dev.refill.idempotency.Fingerprint;
import dev.refill.idempotency.HeldClaim;

import static java.util.Objects.requireNonNull;

/** Claims in the table {@code idempotency.claim}. */
public final class R2dbcClaimStore implements ClaimStore {

    private static final String DECIDE = """
                                         SELECT decision, claim_id, attempt, status, header_names, header_values, body
                                         FROM idempotency.decide(:client, :endpoint, :key, :claimId, decode(:fingerprint, 'hex'), :now, :leaseUntil)
                                         """;

    private static final String COMPLETE = """
                                           UPDATE idempotency.claim
                                           SET status = :status, header_names = :headerNames, header_values = :headerValues, body = :body
                                           WHERE client = :client AND endpoint = :endpoint AND key = :key
                                             AND claim_id = :claimId AND attempt = :attempt AND status IS NULL
                                           """;

    private static final String RELEASE = """
                                          DELETE FROM idempotency.claim
                                          WHERE client = :client AND endpoint = :endpoint AND key = :key
                                            AND claim_id = :claimId AND attempt = :attempt AND status IS NULL
                                          """;

    private static final String LAPSE = """
                                        UPDATE idempotency.claim SET lease_until = :now
                                        WHERE client = :client AND endpoint = :endpoint AND key = :key
                                          AND claim_id = :claimId AND attempt = :attempt AND status IS NULL
                                        """;

    private static final String REAP = """
                                       DELETE FROM idempotency.claim WHERE ctid = ANY (ARRAY(
                                           SELECT ctid FROM idempotency.claim
                                           WHERE created_at < :createdBefore AND (status IS NOT NULL OR lease_until <= :now)
                                           ORDER BY created_at
                                           LIMIT :atMost
                                           FOR UPDATE SKIP LOCKED))
                                       """;

    private final DatabaseClient database;
    private final Clock clock;
    private final Duration lease;
    private final ClaimIds ids;

    /**
     * @param clock judges leases: a node whose clock runs ahead takes over early, which the fence makes harmless
     * @param lease how long a holder may be silent
     */
    public R2dbcClaimStore(DatabaseClient database, Clock clock, Duration lease) {
        this.database = database;
        this.clock = clock;
        this.lease = lease;
        this.ids = new ClaimIds(clock);
    }

    @Override
    public Mono<ClaimOutcome> claim(ClaimKey key, Fingerprint fingerprint) {
        return Mono.defer(() -> decide(key, fingerprint, clock.instant()));
    }

    private Mono<ClaimOutcome> decide(ClaimKey key, Fingerprint fingerprint, Instant now) {
        return bindKey(database.sql(DECIDE), key)
                .bind("claimId", ids.next().value())
                .bind("fingerprint", fingerprint.hex())
                .bind("now", now)
                .bind("leaseUntil", now.plus(lease))
                .map(row -> outcome(key, row))
                .one();
    }

    @Override
    public Mono<Boolean> complete(HeldClaim claim, Answer answer) {
        return bindClaim(database.sql(COMPLETE), claim)
                .bind("status", answer.status())
                .bind("headerNames", answer.headers().stream().map(Answer.Header::name).toArray(String[]::new))
                .bind("headerValues", answer.headers().stream().map(Answer.Header::value).toArray(String[]::new))
                .bind("body", answer.body())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Void> release(HeldClaim claim) {
        return bindClaim(database.sql(RELEASE), claim).then();
    }

    @Override
    public Mono<Void> lapse(HeldClaim claim) {
        return Mono.defer(() -> bindClaim(database.sql(LAPSE), claim).bind("now", clock.instant()).then());
    }

    @Override
    public Mono<Long> reap(Instant createdBefore, int atMost) {
        return Mono.defer(() -> database.sql(REAP)
                .bind("createdBefore", createdBefore)
                .bind("now", clock.instant())
                .bind("atMost", atMost)
                .fetch()
                .rowsUpdated());
    }

    private static GenericExecuteSpec bindKey(GenericExecuteSpec sql, ClaimKey key) {
        return sql.bind("client", key.client()).bind("endpoint", key.endpoint()).bind("key", key.key());
    }

    private static GenericExecuteSpec bindClaim(GenericExecuteSpec sql, HeldClaim claim) {
        return bindKey(sql, claim.key()).bind("claimId", claim.id().value()).bind("attempt", claim.attempt());
    }

    private static ClaimOutcome outcome(ClaimKey key, Readable row) {
        String decision = required(row, "decision", String.class);
        return switch (decision) {
            case "NEW" -> new ClaimOutcome.New(held(key, row));
            case "TAKEN_OVER" -> new ClaimOutcome.TakenOver(held(key, row));
            case "RUNNING" -> new ClaimOutcome.Running();
            case "COMPLETED" -> new ClaimOutcome.Completed(answer(row));
            case "MISMATCH" -> new ClaimOutcome.Mismatch();
            default -> throw new IllegalStateException("decision: " + decision + " (expected: one of the five)");
        };
    }

    private static HeldClaim held(ClaimKey key, Readable row) {
        var id = new ClaimId(required(row, "claim_id", String.class));
        return new HeldClaim(key, id, required(row, "attempt", Integer.class));
    }

    private static Answer answer(Readable row) {
        String[] names = required(row, "header_names", String[].class);
        String[] values = required(row, "header_values", String[].class);
        List<Answer.Header> headers = IntStream.range(0, names.length)
                .mapToObj(i -> new Answer.Header(names[i], values[i]))
                .toList();
        return new Answer(required(row, "status", Integer.class), headers, required(row, "body", byte[].class));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return requireNonNull(row.get(column, type), column);
    }
}
