package dev.refill.webhooks.outbound.r2dbc;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.outbound.delivery.DeliveryEntry;
import dev.refill.webhooks.outbound.delivery.DeliveryMark;
import dev.refill.webhooks.outbound.delivery.DeliveryMark.Effect;
import dev.refill.webhooks.outbound.delivery.DeliveryState;
import dev.refill.webhooks.outbound.delivery.DeliveryStore;
import dev.refill.webhooks.outbound.delivery.TakenDelivery;
import dev.refill.webhooks.outbound.endpoint.EndpointId;

/** Events and deliveries in PostgreSQL. Time is the application's clock, never the server's, so that tests can move it. */
public final class R2dbcDeliveryStore implements DeliveryStore {

    private final DatabaseClient database;
    private final Clock clock;

    public R2dbcDeliveryStore(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Mono<Long> publish(List<OutboundEvent> events) {
        return events.isEmpty()
                ? Mono.just(0L)
                : Mono.defer(() -> database.sql(DeliverySql.PUBLISH)
                        .bind("ids", array(events, OutboundEvent::id))
                        .bind("owners", array(events, OutboundEvent::owner))
                        .bind("types", array(events, OutboundEvent::type))
                        .bind("bodies", array(events, OutboundEvent::body))
                        .bind("times", events.stream()
                                .map(event -> OffsetDateTime.ofInstant(event.occurredAt(), ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new))
                        .bind("now", clock.instant())
                        .fetch()
                        .rowsUpdated());
    }

    @Override
    public Mono<List<TakenDelivery>> take(String worker, int limit, int perEndpoint, Duration lease) {
        return Mono.defer(() -> take(worker, limit, perEndpoint, clock.instant(), lease));
    }

    private Mono<List<TakenDelivery>> take(String worker, int limit, int perEndpoint, Instant now, Duration lease) {
        return database.sql(DeliverySql.TAKE)
                .bind("worker", worker)
                .bind("limit", limit)
                .bind("perEndpoint", (long) perEndpoint)
                .bind("now", now)
                .bind("leasedUntil", now.plus(lease))
                .map(R2dbcDeliveryStore::taken)
                .all()
                .sort(Comparator.comparingLong(TakenDelivery::eventSequence))
                .collectList();
    }

    private static TakenDelivery taken(Readable row) {
        String secrets = row.get("secrets", String.class);
        return new TakenDelivery(new EndpointId(Rows.text(row, "endpoint_id")), Rows.number(row, "event_seq"),
                Rows.count(row, "attempt"), Rows.count(row, "tries"), Rows.count(row, "slow_downs"),
                Rows.text(row, "event_id"), Rows.text(row, "type"), Rows.text(row, "body"),
                URI.create(Rows.text(row, "url")), secrets == null ? List.of() : List.of(secrets.split(" ")),
                Rows.time(row, "next_attempt_at"));
    }

    @Override
    public Mono<Boolean> mark(DeliveryMark mark) {
        return Mono.defer(() -> mark(mark, clock.instant()));
    }

    private Mono<Boolean> mark(DeliveryMark mark, Instant now) {
        TakenDelivery delivery = mark.delivery();
        Instant slowedUntil = mark.effect() instanceof Effect.SlowDown(Duration pause) ? now.plus(pause) : null;
        return database.sql(DeliverySql.MARK)
                .bind("endpoint", delivery.endpoint().value())
                .bind("event", delivery.eventSequence())
                .bind("attempt", delivery.attempt())
                .bind("state", mark.state().word())
                .bind("open", mark.state() == DeliveryState.PENDING)
                .bind("nextAttemptAt", now.plus(mark.delay()))
                .bind("status", Parameters.in(R2dbcType.INTEGER, mark.status()))
                .bind("error", Parameters.in(R2dbcType.VARCHAR, mark.error()))
                .bind("gone", mark.effect() instanceof Effect.Gone)
                .bind("well", mark.effect() instanceof Effect.Well)
                .bind("slow", slowedUntil != null)
                .bind("slowedUntil", time(slowedUntil))
                .bind("slowDowns", delivery.slowDowns() + 1)
                .bind("now", now)
                .map(row -> Rows.flag(row, "marked"))
                .one();
    }

    @Override
    public Mono<Long> release(String worker) {
        return Mono.defer(() -> database.sql(DeliverySql.RELEASE)
                .bind("worker", worker)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated());
    }

    @Override
    public Flux<DeliveryEntry> list(String owner, EndpointId endpoint, @Nullable Long before, int limit) {
        return database.sql(DeliverySql.LIST)
                .bind("owner", owner)
                .bind("endpoint", endpoint.value())
                .bind("before", before == null ? Long.MAX_VALUE : before)
                .bind("limit", limit)
                .map(R2dbcDeliveryStore::entry)
                .all();
    }

    private static DeliveryEntry entry(Readable row) {
        return new DeliveryEntry(Rows.number(row, "event_seq"), Rows.text(row, "id"), Rows.text(row, "type"),
                DeliveryState.of(Rows.text(row, "state")), Rows.count(row, "tries"),
                row.get("last_status", Integer.class), row.get("last_error", String.class),
                Rows.time(row, "created_at"), row.get("last_attempt_at", Instant.class),
                row.get("next_attempt_at", Instant.class), row.get("finished_at", Instant.class));
    }

    @Override
    public Mono<Replayed> replay(String owner, EndpointId endpoint, String eventId) {
        return Mono.defer(() -> database.sql(DeliverySql.REPLAY)
                .bind("owner", owner)
                .bind("endpoint", endpoint.value())
                .bind("eventId", eventId)
                .bind("now", clock.instant())
                .map(R2dbcDeliveryStore::replayed)
                .one());
    }

    private static Replayed replayed(Readable row) {
        if (Rows.flag(row, "replayed")) {
            return Replayed.REPLAYED;
        }
        return Rows.flag(row, "found") ? Replayed.PENDING : Replayed.NOT_FOUND;
    }

    @Override
    public Mono<Long> replaySince(String owner, EndpointId endpoint, Instant since, boolean delivered, int limit) {
        return Mono.defer(() -> database.sql(DeliverySql.REPLAY_SINCE)
                .bind("owner", owner)
                .bind("endpoint", endpoint.value())
                .bind("since", since)
                .bind("delivered", delivered)
                .bind("limit", limit)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated());
    }

    @Override
    public Mono<Waiting> waiting() {
        return database.sql(DeliverySql.WAITING)
                .map(row -> new Waiting(Rows.number(row, "deliveries"), row.get("oldest", Instant.class)))
                .one();
    }

    @Override
    public Mono<Long> purge(Instant before, int limit) {
        return Mono.defer(() -> database.sql(DeliverySql.PURGE)
                .bind("before", before)
                .bind("limit", limit)
                .bind("now", clock.instant())
                .map(row -> Rows.number(row, "rows"))
                .one());
    }

    private static <T> String[] array(List<T> items, Function<T, String> column) {
        return items.stream().map(column).toArray(String[]::new);
    }

    private static Object time(@Nullable Instant at) {
        return Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE,
                at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    }
}
