package dev.refill.idempotency.r2dbc;

import java.time.Clock;
import java.time.Instant;

import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.idempotency.Answer;
import dev.refill.idempotency.ClaimKey;
import dev.refill.idempotency.ClaimOutcome;
import dev.refill.idempotency.ClaimStore;
import dev.refill.idempotency.Fingerprint;
import dev.refill.idempotency.HeldClaim;
import dev.refill.idempotency.IdempotencyProperties;

/**
 * Claims in the table {@code idempotency.claim}. Claims, and the answers to them, are written by group commit: one
 * statement and one commit for all who wait, at once for whoever is alone.
 */
public final class R2dbcClaimStore implements ClaimStore, AutoCloseable {

    /** A longer answer goes alone: a batch of the longest ones would be a statement of gigabytes. */
    private static final int LONGEST_SHARED = 64 * 1024;

    private final DatabaseClient database;
    private final Clock clock;
    private final CompleteClaims completeClaims;
    private final GroupCommit<AskedClaim, ClaimOutcome> claims;
    private final GroupCommit<GivenAnswer, Boolean> answers;

    /** @param clock judges leases: a node whose clock runs ahead takes over early, which the fence makes harmless */
    public R2dbcClaimStore(DatabaseClient database, Clock clock, IdempotencyProperties settings) {
        this.database = database;
        this.clock = clock;
        this.completeClaims = new CompleteClaims(database);
        this.claims = new GroupCommit<>(new DecideClaims(database, clock, settings.lease())::decide,
                limits(settings, settings.writeQueue()));
        // Each answer is of a run, and no more runs are allowed; so what was done is never refused its answer.
        this.answers = new GroupCommit<>(completeClaims::complete,
                limits(settings, settings.maxRunning()));
    }

    private static GroupCommit.Limits limits(IdempotencyProperties settings, int waiting) {
        return new GroupCommit.Limits(settings.writeBatch(), waiting, settings.writeTimeout());
    }

    /** @return the error {@link GroupCommit.QueueFull} if too many wait; then nothing is claimed */
    @Override
    public Mono<ClaimOutcome> claim(ClaimKey key, Fingerprint fingerprint) {
        return claims.submit(new AskedClaim(key, fingerprint));
    }

    @Override
    public Mono<Boolean> complete(HeldClaim claim, Answer answer) {
        return Mono.fromSupplier(() -> GivenAnswer.of(claim, answer)).flatMap(this::store);
    }

    private Mono<Boolean> store(GivenAnswer given) {
        return given.body().length > LONGEST_SHARED
                ? completeClaims.completeOne(given)
                : answers.submit(given);
    }

    @Override
    public Mono<Void> release(HeldClaim claim) {
        return Bindings.claim(database.sql(ClaimSql.RELEASE), claim).then();
    }

    @Override
    public Mono<Void> lapse(HeldClaim claim) {
        return Mono
                .defer(() -> Bindings.claim(database.sql(ClaimSql.LAPSE), claim).bind("now", clock.instant()).then());
    }

    @Override
    public Mono<Long> reap(Instant createdBefore, int atMost) {
        return Mono.defer(() -> database.sql(ClaimSql.REAP)
                .bind("createdBefore", createdBefore)
                .bind("now", clock.instant())
                .bind("atMost", atMost)
                .fetch()
                .rowsUpdated());
    }

    /** Ends both writers. The application does so after the last run has ended, when nobody waits any more. */
    @Override
    public void close() {
        claims.dispose();
        answers.dispose();
    }
}
