package dev.refill.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Claims in a map; held to the same contract as the real store. */
public final class InMemoryClaimStore implements ClaimStore {

    private record Row(ClaimId id, Fingerprint fingerprint, Instant createdAt, int attempt, Instant leaseUntil,
            @Nullable Answer answer) {

        Row heldUntil(int nextAttempt, Instant until) {
            return new Row(id, fingerprint, createdAt, nextAttempt, until, answer);
        }

        Row answered(Answer stored) {
            return new Row(id, fingerprint, createdAt, attempt, leaseUntil, stored);
        }
    }

    private final Map<ClaimKey, Row> rows = new LinkedHashMap<>();
    private final Clock clock;
    private final Duration lease;
    private int serial;

    public InMemoryClaimStore(Clock clock, Duration lease) {
        this.clock = clock;
        this.lease = lease;
    }

    @Override
    public Mono<ClaimOutcome> claim(ClaimKey key, Fingerprint fingerprint) {
        return Mono.fromSupplier(() -> decide(key, fingerprint));
    }

    private synchronized ClaimOutcome decide(ClaimKey key, Fingerprint fingerprint) {
        Instant now = clock.instant();
        Row row = rows.get(key);
        if (row == null) {
            var id = new ClaimId("clm_" + "%026d".formatted(++serial));
            rows.put(key, new Row(id, fingerprint, now, 1, now.plus(lease), null));
            return new ClaimOutcome.New(new HeldClaim(key, id, 1));
        }
        if (!row.fingerprint().equals(fingerprint)) {
            return new ClaimOutcome.Mismatch();
        }
        if (row.answer() != null) {
            return new ClaimOutcome.Completed(row.answer());
        }
        if (row.leaseUntil().isAfter(now)) {
            return new ClaimOutcome.Running();
        }
        rows.put(key, row.heldUntil(row.attempt() + 1, now.plus(lease)));
        return new ClaimOutcome.TakenOver(new HeldClaim(key, row.id(), row.attempt() + 1));
    }

    @Override
    public Mono<Boolean> complete(HeldClaim claim, Answer answer) {
        return Mono.fromSupplier(() -> change(claim, row -> row.answered(answer)));
    }

    @Override
    public Mono<Void> release(HeldClaim claim) {
        return Mono.fromRunnable(() -> change(claim, row -> null));
    }

    @Override
    public Mono<Void> lapse(HeldClaim claim) {
        return Mono.fromRunnable(() -> change(claim, row -> row.heldUntil(row.attempt(), clock.instant())));
    }

    private synchronized boolean change(HeldClaim claim, Function<Row, @Nullable Row> to) {
        Row row = rows.get(claim.key());
        if (row == null || !row.id().equals(claim.id()) || row.attempt() != claim.attempt() || row.answer() != null) {
            return false;
        }
        Row changed = to.apply(row);
        if (changed == null) {
            rows.remove(claim.key());
        } else {
            rows.put(claim.key(), changed);
        }
        return true;
    }

    @Override
    public Mono<Long> reap(Instant createdBefore, int atMost) {
        return Mono.fromSupplier(() -> delete(createdBefore, atMost));
    }

    private synchronized long delete(Instant createdBefore, int atMost) {
        var expired = rows.entrySet().stream()
                .filter(entry -> entry.getValue().createdAt().isBefore(createdBefore))
                .filter(entry -> entry.getValue().answer() != null
                        || !entry.getValue().leaseUntil().isAfter(clock.instant()))
                .map(Map.Entry::getKey)
                .limit(atMost)
                .toList();
        expired.forEach(rows::remove);
        return expired.size();
    }

    /** For a test to look at: the claims, in order of their making. */
    public synchronized Map<ClaimKey, ClaimId> claims() {
        Map<ClaimKey, ClaimId> claims = new LinkedHashMap<>();
        rows.forEach((key, row) -> claims.put(key, row.id()));
        return claims;
    }
}
