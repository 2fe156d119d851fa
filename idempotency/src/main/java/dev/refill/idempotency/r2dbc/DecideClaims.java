package dev.refill.idempotency.r2dbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.Columns;
import dev.refill.idempotency.ClaimOutcome;

/** Decides what each request of a batch is, in one statement. */
final class DecideClaims {

    private final DatabaseClient database;
    private final Clock clock;
    private final Duration lease;
    private final ClaimIds ids;

    DecideClaims(DatabaseClient database, Clock clock, Duration lease) {
        this.database = database;
        this.clock = clock;
        this.lease = lease;
        this.ids = new ClaimIds(clock);
    }

    /** The outcomes in the order of the requests; a lease begins when the statement is sent. */
    Mono<List<ClaimOutcome>> decide(List<AskedClaim> asked) {
        return Mono.defer(() -> asked.size() == 1
                ? decideOne(asked.getFirst(), clock.instant()).map(List::of)
                : decideAll(asked, clock.instant()));
    }

    private Mono<ClaimOutcome> decideOne(AskedClaim asked, Instant now) {
        return Bindings.key(database.sql(ClaimSql.DECIDE), asked.key())
                .bind("claimId", ids.next().value())
                .bind("fingerprint", asked.fingerprint().hex())
                .bind("now", now)
                .bind("leaseUntil", now.plus(lease))
                .map(row -> DecisionRow.outcome(asked.key(), row))
                .one();
    }

    private Mono<List<ClaimOutcome>> decideAll(List<AskedClaim> asked, Instant now) {
        var of = new Columns<>(asked);
        return database.sql(ClaimSql.DECIDE_ALL)
                .bind("clients", of.texts(one -> one.key().client()))
                .bind("endpoints", of.texts(one -> one.key().endpoint()))
                .bind("keys", of.texts(one -> one.key().key()))
                .bind("claimIds", of.texts(one -> ids.next().value()))
                .bind("fingerprints", of.texts(one -> one.fingerprint().hex()))
                .bind("now", now)
                .bind("leaseUntil", now.plus(lease))
                .map(row -> DecisionRow.outcome(asked.get(DecisionRow.item(row)).key(), row))
                .all()
                .collectList();
    }
}
