package dev.refill.recharge.lifecycle;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;
import reactor.util.retry.Retry;

import dev.refill.recharge.RechargeId;

/**
 * Tells watchers that an order has changed, here and on other nodes. A notification is a hint to look again, never the
 * news itself, and may be lost: watchers also look by themselves from time to time.
 *
 * <p>Changes are announced in groups. A NOTIFY in the changing statement would make all committing transactions queue
 * behind one lock of the database.
 */
public final class RechargeChanges implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RechargeChanges.class);
    private static final String CHANNEL = "recharge_changed";
    /** 200 ids of 30 characters and their commas stay under the 8,000 bytes of one notification. */
    private static final int MOST_IN_ONE = 200;
    private static final int MOST_WAITING = 10_000;
    private static final Duration GROUPING = Duration.ofMillis(20);

    private final ConnectionFactory connections;
    private final DatabaseClient database;
    private final Duration lookAnyway;
    private final ConcurrentHashMap<RechargeId, Set<Sinks.Many<Boolean>>> watchers = new ConcurrentHashMap<>();
    private final Sinks.Many<RechargeId> toAnnounce = Sinks.many().unicast()
            .onBackpressureBuffer(Queues.<RechargeId>get(MOST_WAITING).get());
    private Disposable.@Nullable Composite running;

    /**
     * @param connections a pool, around whose factory one connection of our own is made to listen on
     * @param lookAnyway how long a watcher goes without looking, in case a notification was lost
     */
    public RechargeChanges(ConnectionFactory connections, DatabaseClient database, Duration lookAnyway) {
        this.connections = connections instanceof Wrapped<?> pool && pool.unwrap() instanceof ConnectionFactory bare
                ? bare
                : connections;
        this.database = database;
        this.lookAnyway = lookAnyway;
    }

    /** A signal at once, after each change, and now and then in between. Never ends; a cancel stops watching. */
    public Flux<Boolean> of(RechargeId id) {
        return Flux.defer(() -> {
            Sinks.Many<Boolean> watcher = Sinks.many().multicast().directBestEffort();
            remember(id, watcher);
            return Flux.merge(watcher.asFlux(), Flux.interval(lookAnyway).map(tick -> true))
                    .onBackpressureLatest()
                    .startWith(true)
                    .doFinally(end -> forget(id, watcher));
        });
    }

    /** Within the map's own lock, as forgetting is: a watcher must not be added to a set that is just being thrown away. */
    private void remember(RechargeId id, Sinks.Many<Boolean> watcher) {
        watchers.compute(id, (same, all) -> {
            Set<Sinks.Many<Boolean>> known = all == null ? ConcurrentHashMap.newKeySet() : all;
            known.add(watcher);
            return known;
        });
    }

    private void forget(RechargeId id, Sinks.Many<Boolean> watcher) {
        watchers.computeIfPresent(id, (same, all) -> {
            all.remove(watcher);
            return all.isEmpty() ? null : all;
        });
    }

    /** Says that the order has changed and the change is committed. Never blocks; beyond its bounds it says nothing. */
    public void changed(RechargeId id) {
        wake(id);
        synchronized (toAnnounce) {
            toAnnounce.tryEmitNext(id);
        }
    }

    private void wake(RechargeId id) {
        Set<Sinks.Many<Boolean>> all = watchers.get(id);
        if (all != null) {
            all.forEach(watcher -> watcher.tryEmitNext(true));
        }
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            running = Disposables.composite(announcing(), listening());
        }
    }

    private Disposable announcing() {
        return toAnnounce.asFlux()
                .bufferTimeout(MOST_IN_ONE, GROUPING, true)
                .concatMap(this::announce, 1)
                .subscribe(done -> {}, failure -> log.error("changes are no longer announced to other nodes", failure));
    }

    private Mono<Long> announce(List<RechargeId> ids) {
        String payload = ids.stream().map(RechargeId::value).distinct().collect(Collectors.joining(","));
        return database.sql("SELECT pg_notify('" + CHANNEL + "', :ids)")
                .bind("ids", payload)
                .fetch()
                .all()
                .count()
                .doOnError(failure -> log.warn("changes could not be announced: {}", failure.toString()))
                .onErrorReturn(0L);
    }

    private Disposable listening() {
        return Flux.usingWhen(connections.create(), this::listen, connection -> connection.close())
                .doOnError(failure -> log.warn("listening for changes was interrupted: {}", failure.toString()))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1)).maxBackoff(Duration.ofSeconds(30)))
                .repeat()
                .subscribe(this::heard, failure -> log.error("listening for changes has stopped", failure));
    }

    private Flux<Notification> listen(io.r2dbc.spi.Connection connection) {
        PostgresqlConnection postgres = (PostgresqlConnection) connection;
        // Subscribed before LISTEN is sent: what comes in between would be lost.
        return Flux.merge(postgres.getNotifications(),
                postgres.createStatement("LISTEN " + CHANNEL).execute()
                        .flatMap(result -> result.getRowsUpdated(), 1)
                        .thenMany(Flux.<Notification>empty()));
    }

    private void heard(Notification notification) {
        String ids = notification.getParameter();
        if (ids != null && !watchers.isEmpty()) {
            Arrays.stream(ids.split(",")).map(RechargeId::new).forEach(this::wake);
        }
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    /** Stops after the money work, whose last changes are news to watchers on other nodes. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 3500;
    }
}
