package dev.refill.webhooks.lifecycle;

import java.time.Clock;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.webhooks.WebhooksProperties;
import dev.refill.webhooks.processing.AttemptSchedule;
import dev.refill.webhooks.processing.EventAttempt;
import dev.refill.webhooks.processing.Verdict;
import dev.refill.webhooks.store.InboxStore;
import dev.refill.webhooks.store.Mark;
import dev.refill.webhooks.store.TakenEvent;

/**
 * Takes due events, attempts several at once and marks what became of them. The next batch is taken when the last event of
 * the one before it is begun, so a slow event holds one place and not its batch.
 */
public final class InboxWorker {

    private static final Logger LOG = LoggerFactory.getLogger(InboxWorker.class);

    private final String owner;
    private final InboxStore store;
    private final EventAttempt attempts;
    private final AttemptSchedule schedule;
    private final ProcessingMetrics metrics;
    private final Bell bell;
    private final Clock clock;
    private final WebhooksProperties properties;
    private final GroupCommit<Mark, Boolean> marks;

    /** @param owner names this worker among all nodes; never used twice at once */
    public InboxWorker(String owner, InboxStore store, EventAttempt attempts, AttemptSchedule schedule,
            ProcessingMetrics metrics, Bell bell, Clock clock, WebhooksProperties properties) {
        this.owner = owner;
        this.store = store;
        this.attempts = attempts;
        this.schedule = schedule;
        this.metrics = metrics;
        this.bell = bell;
        this.clock = clock;
        this.properties = properties;
        this.marks = new GroupCommit<>(this::mark,
                new GroupCommit.Limits(properties.batch(), properties.concurrency(), properties.writeTimeout()));
    }

    /**
     * Works until stopped, then finishes what is begun and completes.
     *
     * @return the marks that were made; one lost to another worker is not among them
     */
    Flux<Mark> work(Mono<Void> stop) {
        return takeBatch()
                .repeatWhen(taken -> taken.concatMap(this::rest))
                .takeUntilOther(stop)
                .flatMap(this::attempt, properties.concurrency(), 1);
    }

    /** Gives back what is taken and not begun. */
    Mono<Long> release() {
        return store.release(owner);
    }

    private Flux<TakenEvent> takeBatch() {
        return Mono.fromRunnable(bell::reset)
                .then(Mono.defer(() -> store.take(owner, properties.batch(), properties.lease())))
                .timeout(properties.writeTimeout())
                .onErrorResume(InboxWorker::nothingTaken)
                .flatMapIterable(batch -> batch);
    }

    /** A full batch promises more; otherwise there is time until the bell or the next poll. */
    private Mono<Long> rest(long taken) {
        return taken >= properties.batch()
                ? Mono.just(taken)
                : Mono.firstWithSignal(bell.rung(), Mono.delay(properties.pollEvery()).then()).thenReturn(taken);
    }

    private Mono<Mark> attempt(TakenEvent event) {
        return verdict(event)
                .map(verdict -> schedule.next(event, verdict))
                .filterWhen(marks::submit)
                .doOnNext(mark -> metrics.marked(event, mark))
                .onErrorResume(error -> unmarked(event, error));
    }

    private Mono<Verdict> verdict(TakenEvent event) {
        if (!clock.instant().isBefore(event.leasedUntil())) {
            return Mono.empty(); // it waited here for too long and is no longer ours to begin
        }
        if (schedule.exhausted(event)) {
            return Mono.just(new Verdict.Failed("taken " + event.tries() + " times and never marked"));
        }
        return attempts.run(event);
    }

    private Mono<List<Boolean>> mark(List<Mark> batch) {
        return store.mark(batch)
                .map(marked -> batch.stream().map(mark -> marked.contains(mark.sequence())).toList());
    }

    private static Mono<List<TakenEvent>> nothingTaken(Throwable error) {
        LOG.warn("No events could be taken from the inbox", error);
        return Mono.just(List.of());
    }

    /** The event comes again when its lease ends, and its effect is applied once whoever repeats it. */
    private static Mono<Mark> unmarked(TakenEvent event, Throwable error) {
        LOG.warn("Attempt {} at event {} of {} could not be marked", event.attempt(), event.eventId(), event.gateway(),
                error);
        return Mono.empty();
    }
}
