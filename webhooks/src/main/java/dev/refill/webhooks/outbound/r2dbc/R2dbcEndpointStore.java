package dev.refill.webhooks.outbound.r2dbc;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.outbound.endpoint.Endpoint;
import dev.refill.webhooks.outbound.endpoint.EndpointId;
import dev.refill.webhooks.outbound.endpoint.EndpointStore;

import static java.util.Objects.requireNonNull;

/** The endpoints in PostgreSQL. Time is the application's clock, never the server's, so that tests can move it. */
public final class R2dbcEndpointStore implements EndpointStore {

    private final DatabaseClient database;
    private final Clock clock;

    public R2dbcEndpointStore(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Mono<Added> add(EndpointId id, String owner, URI url, List<String> eventTypes, String sealedSecret,
            int most) {
        return Mono.defer(() -> database.sql(EndpointSql.ADD)
                .bind("id", id.value())
                .bind("owner", owner)
                .bind("url", url.toString())
                .bind("types", eventTypes.toArray(String[]::new))
                .bind("sealed", sealedSecret)
                .bind("most", (long) most)
                .bind("now", clock.instant())
                .map(R2dbcEndpointStore::added)
                .one());
    }

    private static Added added(Readable row) {
        if (Rows.flag(row, "added")) {
            return Added.ADDED;
        }
        return Rows.flag(row, "room") ? Added.ADDRESS_TAKEN : Added.TOO_MANY;
    }

    @Override
    public Flux<Endpoint> list(String owner) {
        return database.sql(EndpointSql.LIST).bind("owner", owner).map(R2dbcEndpointStore::endpoint).all();
    }

    @Override
    public Mono<Endpoint> find(String owner, EndpointId id) {
        return database.sql(EndpointSql.FIND)
                .bind("owner", owner)
                .bind("id", id.value())
                .map(R2dbcEndpointStore::endpoint)
                .one();
    }

    @Override
    public Mono<Endpoint> enable(String owner, EndpointId id, boolean enabled) {
        return Mono.defer(() -> database.sql(EndpointSql.ENABLE)
                .bind("owner", owner)
                .bind("id", id.value())
                .bind("enabled", enabled)
                .bind("now", clock.instant())
                .map(R2dbcEndpointStore::endpoint)
                .one());
    }

    @Override
    public Mono<Boolean> delete(String owner, EndpointId id) {
        return Mono.defer(() -> database.sql(EndpointSql.DELETE)
                .bind("owner", owner)
                .bind("id", id.value())
                .bind("now", clock.instant())
                .map(row -> Rows.flag(row, "deleted"))
                .one());
    }

    @Override
    public Mono<Rotated> rotate(String owner, EndpointId id, String sealedSecret, Duration overlap, int mostLive) {
        return Mono.defer(() -> rotate(owner, id, sealedSecret, clock.instant(), overlap, mostLive));
    }

    private Mono<Rotated> rotate(String owner, EndpointId id, String sealedSecret, Instant now, Duration overlap,
            int mostLive) {
        return database.sql(EndpointSql.ROTATE)
                .bind("owner", owner)
                .bind("id", id.value())
                .bind("sealed", sealedSecret)
                .bind("now", now)
                .bind("until", now.plus(overlap))
                .bind("mostLive", (long) mostLive)
                .map(R2dbcEndpointStore::rotated)
                .one();
    }

    private static Rotated rotated(Readable row) {
        if (Rows.flag(row, "added")) {
            return Rotated.ROTATED;
        }
        return Rows.flag(row, "found") ? Rotated.TOO_MANY_LIVE : Rotated.NOT_FOUND;
    }

    @Override
    public Mono<Long> countGone() {
        return database.sql(EndpointSql.COUNT_GONE).map(row -> Rows.number(row, "endpoints")).one();
    }

    private static Endpoint endpoint(Readable row) {
        String why = row.get("disabled_why", String.class);
        return new Endpoint(new EndpointId(Rows.text(row, "id")), URI.create(Rows.text(row, "url")),
                List.of(requireNonNull(row.get("event_types", String[].class))),
                why == null ? null : Endpoint.DisabledWhy.valueOf(why.toUpperCase(Locale.ROOT)),
                row.get("slowed_until", Instant.class), Rows.time(row, "created_at"), Rows.time(row, "changed_at"));
    }
}
