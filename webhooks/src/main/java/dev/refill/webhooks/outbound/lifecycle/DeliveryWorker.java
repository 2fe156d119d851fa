package dev.refill.webhooks.outbound.lifecycle;

import java.time.Clock;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.OutboundProperties;
import dev.refill.webhooks.lifecycle.Bell;
import dev.refill.webhooks.outbound.delivery.DeliveryAttempt;
import dev.refill.webhooks.outbound.delivery.DeliveryMark;
import dev.refill.webhooks.outbound.delivery.DeliverySchedule;
import dev.refill.webhooks.outbound.delivery.DeliveryStore;
import dev.refill.webhooks.outbound.delivery.Reply;
import dev.refill.webhooks.outbound.delivery.TakenDelivery;

/**
 * Takes due deliveries, attempts several at once and marks what became of them. The next batch is taken when the last
 * delivery of the one before it is begun, and a batch is no larger than what is attempted at once.
 */
public final class DeliveryWorker {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);

    private final String name;
    private final DeliveryStore store;
    private final DeliveryAttempt attempts;
    private final DeliverySchedule schedule;
    private final DeliveryMetrics metrics;
    private final Bell bell;
    private final Clock clock;
    private final OutboundProperties properties;

    /** @param name among all nodes; never used twice at once */
    public DeliveryWorker(String name, DeliveryStore store, DeliveryAttempt attempts, DeliverySchedule schedule,
            DeliveryMetrics metrics, Bell bell, Clock clock, OutboundProperties properties) {
        this.name = name;
        this.store = store;
        this.attempts = attempts;
        this.schedule = schedule;
        this.metrics = metrics;
        this.bell = bell;
        this.clock = clock;
        this.properties = properties;
    }

    /**
     * Works until stopped, then finishes what is begun and completes.
     *
     * @return the marks that were made; one lost to another worker is not among them
     */
    Flux<DeliveryMark> work(Mono<Void> stop) {
        return takeBatch()
                .repeatWhen(taken -> taken.concatMap(this::rest))
                .takeUntilOther(stop)
                .flatMap(this::attempt, properties.concurrency(), 1);
    }

    /** What is due now and nothing else; for tests that move time by hand. */
    Flux<DeliveryMark> workOnce() {
        return takeBatch().flatMap(this::attempt, properties.concurrency(), 1);
    }

    /** Gives back what is taken and not begun. */
    Mono<Long> release() {
        return store.release(name);
    }

    private Flux<TakenDelivery> takeBatch() {
        return Mono.fromRunnable(bell::reset)
                .then(Mono.defer(() -> store.take(name, properties.concurrency(), properties.perEndpoint(),
                        properties.lease())))
                .timeout(properties.writeTimeout())
                .onErrorResume(DeliveryWorker::nothingTaken)
                .flatMapIterable(batch -> batch);
    }

    /** Something taken promises more; otherwise there is time until the bell or the next poll. */
    private Mono<Long> rest(long taken) {
        return taken > 0
                ? Mono.just(taken)
                : Mono.firstWithSignal(bell.rung(), Mono.delay(properties.pollEvery()).then()).thenReturn(taken);
    }

    private Mono<DeliveryMark> attempt(TakenDelivery delivery) {
        return reply(delivery)
                .map(reply -> schedule.next(delivery, reply))
                .filterWhen(mark -> store.mark(mark).timeout(properties.writeTimeout()))
                .doOnNext(metrics::marked)
                .onErrorResume(error -> unmarked(delivery, error));
    }

    private Mono<Reply> reply(TakenDelivery delivery) {
        if (!clock.instant().plus(properties.timeout()).isBefore(delivery.leasedUntil())) {
            return Mono.empty(); // it waited here for too long: another worker could begin before this one has ended
        }
        if (schedule.exhausted(delivery)) {
            return Mono.just(new Reply.NoAnswer("taken " + delivery.tries() + " times and never marked"));
        }
        return attempts.run(delivery);
    }

    private static Mono<List<TakenDelivery>> nothingTaken(Throwable error) {
        LOG.warn("No deliveries could be taken", error);
        return Mono.just(List.of());
    }

    /** The delivery comes again when its lease ends, under the same id. */
    private static Mono<DeliveryMark> unmarked(TakenDelivery delivery, Throwable error) {
        LOG.warn("Try {} to deliver {} to {} could not be marked", delivery.tries(), delivery.eventId(),
                delivery.endpoint(), error);
        return Mono.empty();
    }
}
