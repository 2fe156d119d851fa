package dev.refill.sandbox.delivery.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.concurrent.Queues;

import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Owed;
import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.faults.Fault;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.faults.Kind;

/**
 * Delivers one provider's events to endpoints, in the order in which they happened as far as concurrency allows, at least
 * once. The queue is as long as the events that are owed, which the books hold in any case.
 */
public final class Webhooks implements Consumer<Owed>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    /** Deliveries that sit out a pause at once; more than that wait a little longer. */
    private static final int MOST_PAUSING = 10_000;
    private static final Duration BUSY = Duration.ofSeconds(1);

    private final DeliverySettings settings;
    private final Wording wording;
    private final Faults faults;
    private final Clock clock;
    private final ConnectionProvider connections;
    private final HttpClient client;
    private final Shuffle shuffle = new Shuffle(this::enqueueAll);
    private final Queue<Owed> withheld = new ConcurrentLinkedQueue<>();
    private final Sinks.Many<Delivery> queue = Sinks.many().unicast()
            .onBackpressureBuffer(Queues.<Delivery>unboundedMultiproducer().get());
    private final Sinks.Many<Pause> pauses = Sinks.many().unicast()
            .onBackpressureBuffer(Queues.<Pause>unboundedMultiproducer().get());
    /** Letters are written on a thread of their own, as some are signed by what takes a while and may block. */
    private final Scheduler writing = Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, "sandbox-webhooks");
    private final Disposable.Composite running = Disposables.composite();
    private @Nullable Bookkeeper bookkeeper;

    public Webhooks(DeliverySettings settings, Wording wording, Faults faults, Clock clock) {
        this.settings = settings;
        this.wording = wording;
        this.faults = faults;
        this.clock = clock;
        this.connections = ConnectionProvider.builder("sandbox-webhooks")
                .maxConnections(settings.concurrency())
                .pendingAcquireMaxCount(settings.concurrency())
                .maxIdleTime(Duration.ofSeconds(30))
                .build();
        this.client = HttpClient.create(connections).responseTimeout(settings.timeout());
    }

    /** Begins to deliver, with what a former run still owes. */
    public void start(Bookkeeper keeper, List<Owed> leftOver) {
        bookkeeper = keeper;
        running.add(queue.asFlux()
                .publishOn(writing)
                .flatMap(this::deliver, settings.concurrency())
                .subscribe(done -> {}, failure -> LOG.error("Webhooks are no longer delivered", failure)));
        running.add(pauses.asFlux()
                .flatMap(this::sitOut, MOST_PAUSING)
                .subscribe(this::enqueue, failure -> LOG.error("Webhooks are no longer repeated", failure)));
        leftOver.forEach(owed -> enqueue(new Delivery(owed, owed.event().type(), null, true, 1)));
    }

    @Override
    public void accept(Owed owed) {
        List<Fault> disturbances = faults.ofWebhook(owed.event().type(), wording.ignored());
        if (Faults.first(disturbances, Kind.WEBHOOK_WITHHOLD) != null) {
            withheld.add(owed);
        } else {
            hurry(owed, disturbances);
        }
    }

    private void hurry(Owed owed, List<Fault> disturbances) {
        Delivery delivery = new Delivery(owed, typeOf(owed, disturbances), versionOf(disturbances), true, 1);
        Fault reorder = Faults.first(disturbances, Kind.WEBHOOK_REORDER);
        Fault delay = Faults.first(disturbances, Kind.WEBHOOK_DELAY);
        Fault duplicate = Faults.first(disturbances, Kind.WEBHOOK_DUPLICATE);
        for (int copy = 0; duplicate != null && copy < duplicate.countOr(1); copy++) {
            enqueue(delivery.copy());
        }
        if (reorder != null) {
            shuffle.add(delivery, reorder);
        } else if (delay != null) {
            later(delivery, Duration.ofMillis(delay.delay()));
        } else {
            enqueue(delivery);
        }
    }

    /** Delivers what was withheld; says how many events that were. */
    public int release() {
        int released = 0;
        for (Owed owed = withheld.poll(); owed != null; owed = withheld.poll()) {
            hurry(owed, List.of());
            released++;
        }
        shuffle.flush();
        return released;
    }

    /** Delivers an event once more, whether or not it was acknowledged before. */
    public void resend(Owed owed) {
        enqueue(new Delivery(owed, owed.event().type(), null, false, 1));
    }

    private Mono<Boolean> deliver(Delivery delivery) {
        return send(delivery)
                .onErrorReturn(false)
                .flatMap(acknowledged -> settle(delivery, acknowledged));
    }

    private Mono<Boolean> send(Delivery delivery) {
        Owed owed = delivery.owed();
        Letter letter = wording.of(owed, delivery.type(), delivery.version(), clock.instant().getEpochSecond());
        return client.headers(headers -> letter.headers().forEach(headers::set))
                .headers(headers -> headers.set("Content-Length", letter.body().length))
                .request(HttpMethod.valueOf(letter.method()))
                .uri(owed.endpoint().url())
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(letter.body())))
                .responseSingle((response, content) -> content.then(
                        Mono.just(response.status().code() / 100 == 2)));
    }

    private Mono<Boolean> settle(Delivery delivery, boolean acknowledged) {
        if (!delivery.counts()) {
            return Mono.just(acknowledged);
        }
        if (acknowledged || delivery.attempt() >= settings.attempts()) {
            if (!acknowledged) {
                // Not its address, which may hold a secret.
                LOG.warn("Event {} is given up after {} attempts at endpoint {}", delivery.owed().event().id(),
                        delivery.attempt(), delivery.owed().endpoint().id());
            }
            return recordSent(delivery.owed());
        }
        later(delivery.again(), settings.pauseAfter(delivery.attempt()));
        return Mono.just(false);
    }

    private Mono<Boolean> recordSent(Owed owed) {
        return keeper().run(books -> {
            books.record(new Change.Sent(owed.event().id(), owed.endpoint().id()));
            if (owed.endpoint().servesOneEvent()) {
                books.record(new Change.EndpointGone(owed.endpoint().id()));
            }
            return true;
        });
    }

    private void later(Delivery delivery, Duration pause) {
        if (!running.isDisposed()) {
            pauses.emitNext(new Pause(delivery, pause), Sinks.EmitFailureHandler.busyLooping(BUSY));
        }
    }

    /** What is no longer owed by then, as its endpoint is gone, is not delivered. */
    private Mono<Delivery> sitOut(Pause pause) {
        return Mono.delay(pause.length)
                .then(keeper().run(books -> books.owes(pause.delivery.owed())))
                .filter(owes -> owes)
                .map(owes -> pause.delivery);
    }

    private record Pause(Delivery delivery, Duration length) {}

    private void enqueueAll(List<Delivery> deliveries) {
        deliveries.forEach(this::enqueue);
    }

    private void enqueue(Delivery delivery) {
        if (!running.isDisposed()) {
            queue.emitNext(delivery, Sinks.EmitFailureHandler.busyLooping(BUSY));
        }
    }

    private Bookkeeper keeper() {
        if (bookkeeper == null) {
            throw new IllegalStateException("webhooks: not started (expected: started)");
        }
        return bookkeeper;
    }

    private static String typeOf(Owed owed, List<Fault> disturbances) {
        Fault pretended = Faults.first(disturbances, Kind.WEBHOOK_TYPE);
        return pretended == null || pretended.value() == null ? owed.event().type() : pretended.value();
    }

    private static @Nullable String versionOf(List<Fault> disturbances) {
        Fault pretended = Faults.first(disturbances, Kind.WEBHOOK_API_VERSION);
        return pretended == null ? null : pretended.value();
    }

    @Override
    public void close() {
        running.dispose();
        shuffle.close();
        writing.dispose();
        connections.dispose();
    }
}
