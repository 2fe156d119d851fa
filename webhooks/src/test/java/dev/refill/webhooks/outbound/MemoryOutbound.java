package dev.refill.webhooks.outbound;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.outbound.delivery.DeliveryEntry;
import dev.refill.webhooks.outbound.delivery.DeliveryMark;
import dev.refill.webhooks.outbound.delivery.DeliveryMark.Effect;
import dev.refill.webhooks.outbound.delivery.DeliveryState;
import dev.refill.webhooks.outbound.delivery.DeliveryStore;
import dev.refill.webhooks.outbound.delivery.TakenDelivery;
import dev.refill.webhooks.outbound.endpoint.Endpoint;
import dev.refill.webhooks.outbound.endpoint.Endpoint.DisabledWhy;
import dev.refill.webhooks.outbound.endpoint.EndpointId;
import dev.refill.webhooks.outbound.endpoint.EndpointStore;

/** Both stores in memory; one statement at a time. */
public final class MemoryOutbound implements EndpointStore, DeliveryStore {

    private final Clock clock;
    private final List<Place> places = new ArrayList<>();
    private final List<Told> events = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private long sequence;

    public MemoryOutbound(Clock clock) {
        this.clock = clock;
    }

    private static final class Place {
        Endpoint endpoint;
        final String owner;
        boolean deleted;
        int slowDowns;
        final List<Secret> secrets = new ArrayList<>();

        Place(Endpoint endpoint, String owner) {
            this.endpoint = endpoint;
            this.owner = owner;
        }

        boolean wants(OutboundEvent event) {
            return endpoint.eventTypes().isEmpty() || endpoint.eventTypes().contains(event.type());
        }

        void change(@Nullable DisabledWhy why, @Nullable Instant slowedUntil, Instant changedAt) {
            endpoint = new Endpoint(endpoint.id(), endpoint.url(), endpoint.eventTypes(), why, slowedUntil,
                    endpoint.createdAt(), changedAt);
        }
    }

    private record Secret(String sealed, @Nullable Instant expiresAt) {

        boolean lives(Instant now) {
            return expiresAt == null || expiresAt.isAfter(now);
        }
    }

    private record Told(long sequence, OutboundEvent event, Instant publishedAt) {}

    private static final class Row {
        final Place place;
        final Told told;
        final Instant createdAt;
        DeliveryState state = DeliveryState.PENDING;
        int attempt;
        int tries;
        @Nullable
        String worker;
        @Nullable
        Instant nextAttemptAt;
        @Nullable
        Instant lastAttemptAt;
        @Nullable
        Instant finishedAt;
        @Nullable
        Integer status;
        @Nullable
        String error;

        Row(Place place, Told told, Instant now) {
            this.place = place;
            this.told = told;
            this.createdAt = now;
            this.nextAttemptAt = now;
        }

        boolean due(Instant now) {
            return nextAttemptAt != null && !nextAttemptAt.isAfter(now);
        }

        void end(DeliveryState to, Instant now) {
            state = to;
            nextAttemptAt = null;
            finishedAt = now;
            worker = null;
        }

        void again(Instant now) {
            state = DeliveryState.PENDING;
            tries = 0;
            attempt++;
            worker = null;
            nextAttemptAt = now;
            finishedAt = null;
        }
    }

    private synchronized <T> T locked(Supplier<T> statement) {
        return statement.get();
    }

    private <T> Mono<T> statement(Supplier<T> statement) {
        return Mono.fromSupplier(() -> locked(statement));
    }

    private Optional<Place> place(String owner, EndpointId id) {
        return places.stream()
                .filter(place -> !place.deleted && place.owner.equals(owner) && place.endpoint.id().equals(id))
                .findFirst();
    }

    @Override
    public Mono<Added> add(EndpointId id, String owner, URI url, List<String> eventTypes, String sealedSecret,
            int most) {
        return statement(() -> {
            List<Place> mine = places.stream().filter(place -> !place.deleted && place.owner.equals(owner)).toList();
            if (mine.size() >= most) {
                return Added.TOO_MANY;
            }
            if (mine.stream().anyMatch(place -> place.endpoint.url().equals(url))) {
                return Added.ADDRESS_TAKEN;
            }
            Instant now = clock.instant();
            Place place = new Place(new Endpoint(id, url, eventTypes, null, null, now, now), owner);
            place.secrets.add(new Secret(sealedSecret, null));
            places.add(place);
            return Added.ADDED;
        });
    }

    @Override
    public Flux<Endpoint> list(String owner) {
        return statement(() -> places.stream()
                .filter(place -> !place.deleted && place.owner.equals(owner))
                .map(place -> place.endpoint)
                .sorted(Comparator.comparing(endpoint -> endpoint.id().value()))
                .toList()).flatMapIterable(all -> all);
    }

    @Override
    public Mono<Endpoint> find(String owner, EndpointId id) {
        return statement(() -> place(owner, id).map(place -> place.endpoint)).flatMap(Mono::justOrEmpty);
    }

    @Override
    public Mono<Endpoint> enable(String owner, EndpointId id, boolean enabled) {
        return statement(() -> place(owner, id).map(place -> {
            Endpoint was = place.endpoint;
            DisabledWhy why = was.disabledWhy() == null ? DisabledWhy.BY_OWNER : was.disabledWhy();
            place.change(enabled ? null : why, enabled ? null : was.slowedUntil(),
                    was.enabled() == enabled ? was.changedAt() : clock.instant());
            place.slowDowns = enabled ? 0 : place.slowDowns;
            return place.endpoint;
        })).flatMap(Mono::justOrEmpty);
    }

    @Override
    public Mono<Boolean> delete(String owner, EndpointId id) {
        return statement(() -> place(owner, id).map(place -> {
            place.deleted = true;
            place.secrets.clear();
            return true;
        }).orElse(false));
    }

    @Override
    public Mono<Rotated> rotate(String owner, EndpointId id, String sealedSecret, Duration overlap, int mostLive) {
        return statement(() -> place(owner, id).map(place -> {
            Instant now = clock.instant();
            if (place.secrets.stream().filter(secret -> secret.lives(now)).count() >= mostLive) {
                return Rotated.TOO_MANY_LIVE;
            }
            place.secrets.replaceAll(secret -> secret.expiresAt() == null
                    ? new Secret(secret.sealed(), now.plus(overlap))
                    : secret);
            place.secrets.addFirst(new Secret(sealedSecret, null));
            return Rotated.ROTATED;
        }).orElse(Rotated.NOT_FOUND));
    }

    @Override
    public Mono<Long> countGone() {
        return statement(() -> places.stream()
                .filter(place -> !place.deleted && place.endpoint.disabledWhy() == DisabledWhy.ANSWERED_GONE)
                .count());
    }

    @Override
    public Mono<Long> publish(List<OutboundEvent> published) {
        return statement(() -> published.stream().mapToLong(this::publish).sum());
    }

    private long publish(OutboundEvent event) {
        boolean known = events.stream().anyMatch(told -> told.event().id().equals(event.id()));
        boolean wanted = places.stream().anyMatch(place -> !place.deleted && place.owner.equals(event.owner()));
        if (known || !wanted) {
            return 0;
        }
        Told told = new Told(++sequence, event, clock.instant());
        events.add(told);
        List<Row> added = places.stream()
                .filter(place -> !place.deleted && place.endpoint.enabled() && place.owner.equals(event.owner()))
                .filter(place -> place.wants(event))
                .map(place -> new Row(place, told, clock.instant()))
                .toList();
        rows.addAll(added);
        return added.size();
    }

    @Override
    public Mono<List<TakenDelivery>> take(String worker, int limit, int perEndpoint, Duration lease) {
        return statement(() -> {
            Instant now = clock.instant();
            return places.stream()
                    .filter(place -> !place.deleted && place.endpoint.enabled())
                    .filter(place -> place.endpoint.slowedUntil() == null
                            || !place.endpoint.slowedUntil().isAfter(now))
                    .flatMap(place -> share(place, perEndpoint, now))
                    .sorted(byDue())
                    .limit(limit)
                    .toList()
                    .stream()
                    .map(row -> take(row, worker, now, lease))
                    .sorted(Comparator.comparingLong(TakenDelivery::eventSequence))
                    .toList();
        });
    }

    private Stream<Row> share(Place place, int perEndpoint, Instant now) {
        List<Row> mine = rows.stream().filter(row -> row.place == place).toList();
        long held = mine.stream().filter(row -> row.worker != null && !row.due(now)).count();
        return mine.stream().filter(row -> row.due(now)).sorted(byDue()).limit(Math.max(0, perEndpoint - held));
    }

    private static Comparator<Row> byDue() {
        return Comparator.<Row, Instant>comparing(row -> Objects.requireNonNull(row.nextAttemptAt))
                .thenComparingLong(row -> row.told.sequence());
    }

    private TakenDelivery take(Row row, String worker, Instant now, Duration lease) {
        row.worker = worker;
        row.attempt++;
        row.tries++;
        row.lastAttemptAt = now;
        row.nextAttemptAt = now.plus(lease);
        Place place = row.place;
        return new TakenDelivery(place.endpoint.id(), row.told.sequence(), row.attempt, row.tries, place.slowDowns,
                row.told.event().id(), row.told.event().type(), row.told.event().body(), place.endpoint.url(),
                place.secrets.stream().filter(secret -> secret.lives(now)).map(Secret::sealed).toList(),
                row.nextAttemptAt);
    }

    @Override
    public Mono<Boolean> mark(DeliveryMark mark) {
        return statement(() -> rows.stream()
                .filter(row -> row.place.endpoint.id().equals(mark.delivery().endpoint())
                        && row.told.sequence() == mark.delivery().eventSequence()
                        && row.attempt == mark.delivery().attempt() && row.worker != null)
                .findFirst()
                .map(row -> mark(row, mark, clock.instant()))
                .orElse(false));
    }

    private static boolean mark(Row row, DeliveryMark mark, Instant now) {
        row.end(mark.state(), now);
        row.status = mark.status();
        row.error = mark.error();
        if (mark.state() == DeliveryState.PENDING) {
            row.nextAttemptAt = now.plus(mark.delay());
            row.finishedAt = null;
        }
        Place place = row.place;
        Endpoint was = place.endpoint;
        switch (mark.effect()) {
            case Effect.None() -> {
            }
            case Effect.Well() -> {
                place.slowDowns = 0;
                place.change(was.disabledWhy(), null, was.changedAt());
            }
            case Effect.SlowDown(Duration pause) -> {
                Instant until = now.plus(pause);
                place.slowDowns = Math.max(place.slowDowns, mark.delivery().slowDowns() + 1);
                place.change(was.disabledWhy(),
                        was.slowedUntil() != null && was.slowedUntil().isAfter(until) ? was.slowedUntil() : until,
                        was.changedAt());
            }
            case Effect.Gone() -> {
                place.slowDowns = 0;
                place.change(was.disabledWhy() == null ? DisabledWhy.ANSWERED_GONE : was.disabledWhy(), null, now);
            }
        }
        return true;
    }

    @Override
    public Mono<Long> release(String worker) {
        return statement(() -> rows.stream()
                .filter(row -> worker.equals(row.worker))
                .peek(row -> {
                    row.worker = null;
                    row.tries--;
                    row.nextAttemptAt = clock.instant();
                })
                .toList()).map(released -> (long) released.size());
    }

    @Override
    public Flux<DeliveryEntry> list(String owner, EndpointId endpoint, @Nullable Long before, int limit) {
        return statement(() -> place(owner, endpoint).stream()
                .flatMap(place -> rows.stream().filter(row -> row.place == place))
                .filter(row -> before == null || row.told.sequence() < before)
                .sorted(Comparator.<Row>comparingLong(row -> row.told.sequence()).reversed())
                .limit(limit)
                .map(row -> new DeliveryEntry(row.told.sequence(), row.told.event().id(), row.told.event().type(),
                        row.state, row.tries, row.status, row.error, row.createdAt, row.lastAttemptAt,
                        row.nextAttemptAt, row.finishedAt))
                .toList()).flatMapIterable(all -> all);
    }

    @Override
    public Mono<Replayed> replay(String owner, EndpointId endpoint, String eventId) {
        return statement(() -> place(owner, endpoint)
                .flatMap(place -> events.stream()
                        .filter(told -> told.event().id().equals(eventId) && told.event().owner().equals(owner))
                        .findFirst()
                        .map(told -> again(place, told) ? Replayed.REPLAYED : Replayed.PENDING))
                .orElse(Replayed.NOT_FOUND));
    }

    private Optional<Row> row(Place place, Told told) {
        return rows.stream().filter(row -> row.place == place && row.told.equals(told)).findFirst();
    }

    private boolean again(Place place, Told told) {
        Optional<Row> known = row(place, told);
        if (known.isEmpty()) {
            rows.add(new Row(place, told, clock.instant()));
            return true;
        }
        if (known.get().state == DeliveryState.PENDING) {
            return false;
        }
        known.get().again(clock.instant());
        return true;
    }

    @Override
    public Mono<Long> replaySince(String owner, EndpointId endpoint, Instant since, boolean delivered, int limit) {
        return statement(() -> place(owner, endpoint).stream()
                .flatMap(place -> events.stream()
                        .filter(told -> told.event().owner().equals(owner) && place.wants(told.event()))
                        .filter(told -> !told.event().occurredAt().isBefore(since))
                        .filter(told -> row(place, told).map(row -> row.state == DeliveryState.DEAD
                                || (delivered && row.state == DeliveryState.DELIVERED)).orElse(true))
                        .sorted(Comparator.<Told, Instant>comparing(told -> told.event().occurredAt())
                                .thenComparingLong(Told::sequence))
                        .limit(limit)
                        .toList()
                        .stream()
                        .filter(told -> again(place, told)))
                .count());
    }

    @Override
    public Mono<Waiting> waiting() {
        return statement(() -> {
            List<Instant> made = rows.stream()
                    .filter(row -> row.state == DeliveryState.PENDING && !row.place.deleted
                            && row.place.endpoint.enabled())
                    .map(row -> row.createdAt)
                    .sorted()
                    .toList();
            return new Waiting(made.size(), made.isEmpty() ? null : made.getFirst());
        });
    }

    @Override
    public Mono<Long> purge(Instant before, int limit) {
        return statement(() -> {
            List<Row> lost = rows.stream().filter(row -> row.state == DeliveryState.PENDING && lost(row, before))
                    .limit(limit).toList();
            List<Row> old = rows.stream().filter(row -> row.finishedAt != null && row.finishedAt.isBefore(before))
                    .limit(limit).toList();
            List<Told> told = events.stream().filter(event -> event.publishedAt().isBefore(before))
                    .filter(event -> rows.stream().noneMatch(row -> row.told.equals(event)))
                    .limit(limit).toList();
            lost.forEach(row -> {
                row.attempt++;
                row.error = "its endpoint is no longer sent to";
                row.end(DeliveryState.DEAD, clock.instant());
            });
            rows.removeAll(old);
            events.removeAll(told);
            return (long) lost.size() + old.size() + told.size();
        });
    }

    private static boolean lost(Row row, Instant before) {
        return row.place.deleted || (!row.place.endpoint.enabled() && row.place.endpoint.changedAt().isBefore(before)
                && row.createdAt.isBefore(before));
    }
}
