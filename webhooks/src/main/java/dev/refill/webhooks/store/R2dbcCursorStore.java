package dev.refill.webhooks.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;

import static java.util.Objects.requireNonNull;

/** The cursors in PostgreSQL. Time is the application's clock, as everywhere in this schema. */
public final class R2dbcCursorStore implements CursorStore {

    private static final String TAKE = """
                                       INSERT INTO webhooks.feed_cursor AS cursor (gateway, reached, fence, lease_owner, leased_until)
                                       VALUES (:gateway, :begin, 1, :owner, :leasedUntil)
                                       ON CONFLICT (gateway) DO UPDATE
                                          SET fence = cursor.fence + 1, lease_owner = excluded.lease_owner,
                                              leased_until = excluded.leased_until
                                        WHERE cursor.leased_until <= :now
                                       RETURNING fence, reached
                                       """;

    private static final String ADVANCE = """
                                          UPDATE webhooks.feed_cursor
                                             SET reached = greatest(reached, :reached), leased_until = :leasedUntil
                                           WHERE gateway = :gateway AND fence = :fence
                                          """;

    private static final String COMPLETE = """
                                           UPDATE webhooks.feed_cursor
                                              SET reached = greatest(reached, :reached), leased_until = :now, completed_at = :now
                                            WHERE gateway = :gateway AND fence = :fence
                                           """;

    private static final String RELEASE = """
                                          UPDATE webhooks.feed_cursor SET leased_until = :now
                                           WHERE gateway = :gateway AND fence = :fence
                                          """;

    private final DatabaseClient database;
    private final Clock clock;

    public R2dbcCursorStore(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Mono<CursorHold> take(GatewayId gateway, String owner, Instant begin, Duration lease) {
        return Mono.defer(() -> take(gateway, owner, begin, clock.instant(), lease));
    }

    private Mono<CursorHold> take(GatewayId gateway, String owner, Instant begin, Instant now, Duration lease) {
        return database.sql(TAKE)
                .bind("gateway", gateway.value())
                .bind("begin", begin)
                .bind("owner", owner)
                .bind("now", now)
                .bind("leasedUntil", now.plus(lease))
                .map(R2dbcCursorStore::ours)
                .one()
                .defaultIfEmpty(new CursorHold.Taken());
    }

    private static CursorHold ours(Readable row) {
        return new CursorHold.Ours(InboxRows.number(row, "fence"), requireNonNull(row.get("reached", Instant.class)));
    }

    @Override
    public Mono<Boolean> advance(GatewayId gateway, long fence, Instant reached, Duration lease) {
        return Mono.defer(() -> changed(held(ADVANCE, gateway, fence)
                .bind("reached", reached)
                .bind("leasedUntil", clock.instant().plus(lease))));
    }

    @Override
    public Mono<Boolean> complete(GatewayId gateway, long fence, Instant reached) {
        return Mono.defer(() -> changed(held(COMPLETE, gateway, fence)
                .bind("reached", reached)
                .bind("now", clock.instant())));
    }

    @Override
    public Mono<Boolean> release(GatewayId gateway, long fence) {
        return Mono.defer(() -> changed(held(RELEASE, gateway, fence).bind("now", clock.instant())));
    }

    private GenericExecuteSpec held(String statement, GatewayId gateway, long fence) {
        return database.sql(statement).bind("gateway", gateway.value()).bind("fence", fence);
    }

    private static Mono<Boolean> changed(GenericExecuteSpec statement) {
        return statement.fetch().rowsUpdated().map(rows -> rows == 1);
    }
}
