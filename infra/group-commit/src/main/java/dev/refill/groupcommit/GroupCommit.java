package dev.refill.groupcommit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * Natural group commit: one writer takes whatever waits as soon as it is free. A lone caller waits for nobody, a crowd
 * is batched by the commit before it. Callers are answered one by one, after their batch is committed, and go on on
 * threads of their own while the writer takes the next batch.
 *
 * <p>A caller that cancels is not answered, and its item is written all the same. A batch that the database refuses for
 * what one item says is cut in halves until that item is alone; only its caller gets the error.
 *
 * @param <I> what is written
 * @param <R> what became of one item
 */
public final class GroupCommit<I, R> {

    /** A lost race leaves nothing behind; more than a few in a row mean that the database is overloaded. */
    private static final RetryBackoffSpec LOST_RACES = Retry.backoff(5, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(100))
            .filter(CommitFaults::isLostRace)
            .onRetryExhaustedThrow((spec, signal) -> signal.failure());

    private final Function<List<I>, Mono<List<R>>> commit;
    private final Limits limits;
    private final Queue<Waiting<I, R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    /** Items queued and not yet answered; whoever moves it from 0 to 1 starts the writer, who alone counts it down. */
    private final AtomicInteger unanswered = new AtomicInteger();
    /** Items of the batch in hand; only the writer touches it. */
    private int inHand;
    private volatile boolean disposed;

    /** @param commit writes a batch in one statement and answers for each item, in order */
    public GroupCommit(Function<List<I>, Mono<List<R>>> commit, Limits limits) {
        this.commit = commit;
        this.limits = limits;
    }

    /**
     * The bounds of a group commit.
     *
     * @param batch how many items one statement takes at most
     * @param waiting how many items wait at most; more are refused
     * @param timeout of one statement, after which its callers get an error and do not know what became of it
     */
    public record Limits(int batch, int waiting, Duration timeout) {

        public Limits {
            if (batch < 1 || waiting < 1 || timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("limits: " + batch + ", " + waiting + ", " + timeout
                        + " (expected: all above zero)");
            }
        }
    }

    /** Emits exactly one answer, or an error: {@link QueueFull} where nothing was written, any other one where it may have been. */
    public Mono<R> submit(I item) {
        return Mono.defer(() -> enqueue(new Waiting<>(item)));
    }

    /** Takes no more. The batch in hand is written to its end; what still waits is not, and its callers learn it. */
    public void dispose() {
        disposed = true;
        failWaiting();
    }

    private void failWaiting() {
        Waiting<I, R> one = queue.poll();
        while (one != null) {
            one.answer().tryEmitError(new Disposed());
            one = queue.poll();
        }
    }

    private Mono<R> enqueue(Waiting<I, R> one) {
        if (disposed) {
            return Mono.error(new Disposed());
        }
        int most = limits.waiting();
        if (waiting.getAndUpdate(count -> Math.min(count + 1, most)) == most) {
            return Mono.error(new QueueFull(most));
        }
        queue.add(one);
        if (unanswered.getAndIncrement() == 0) {
            startWriter();
        }
        if (disposed) {
            failWaiting();
        }
        return one.answer().asMono().publishOn(Schedulers.parallel());
    }

    private void startWriter() {
        Mono.defer(this::round)
                .repeat(() -> unanswered.addAndGet(-inHand) > 0 && !disposed)
                // Every fault is the answer of its callers: write lets none through. What remains is an application that has stopped.
                .subscribe(written -> {}, stopped -> dispose());
    }

    /** In a crowd, those who were just answered go first: what they and their like bring along is in the next batch. */
    private Mono<Void> round() {
        return inHand > 1
                ? Mono.just(inHand).publishOn(Schedulers.parallel()).flatMap(before -> writeWhatWaits())
                : writeWhatWaits();
    }

    private Mono<Void> writeWhatWaits() {
        List<Waiting<I, R>> batch = takeBatch();
        return batch.isEmpty() ? Mono.empty() : write(batch);
    }

    private Mono<Void> write(List<Waiting<I, R>> batch) {
        return Mono.defer(() -> begun(batch))
                .timeout(limits.timeout())
                .retryWhen(LOST_RACES)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the commit gave no answers")))
                .doOnNext(answers -> answer(batch, answers))
                .then()
                .onErrorResume(fault -> refused(batch, fault));
    }

    /** Reactor throws what it holds for fatal instead of passing it on, and there would be no writer any more. */
    private Mono<List<R>> begun(List<Waiting<I, R>> batch) {
        try {
            return commit.apply(batch.stream().map(Waiting::item).toList());
        } catch (Throwable failure) {
            return Mono.error(new IllegalStateException("the statement could not be made", failure));
        }
    }

    private Mono<Void> refused(List<Waiting<I, R>> batch, Throwable fault) {
        if (batch.size() > 1 && CommitFaults.blamesAnItem(fault)) {
            int half = batch.size() / 2;
            return write(batch.subList(0, half)).then(Mono.defer(() -> write(batch.subList(half, batch.size()))));
        }
        batch.forEach(one -> one.answer().tryEmitError(fault));
        return Mono.empty();
    }

    private List<Waiting<I, R>> takeBatch() {
        List<Waiting<I, R>> batch = new ArrayList<>();
        Waiting<I, R> one = queue.poll();
        while (one != null) {
            batch.add(one);
            one = batch.size() < limits.batch() ? queue.poll() : null;
        }
        waiting.addAndGet(-batch.size());
        inHand = batch.size();
        return batch;
    }

    private void answer(List<Waiting<I, R>> batch, List<R> answers) {
        if (answers.size() != batch.size()) {
            throw new IllegalStateException("answers: " + answers.size() + " (expected: " + batch.size() + ")");
        }
        for (int i = 0; i < answers.size(); i++) {
            batch.get(i).answer().tryEmitValue(answers.get(i));
        }
    }

    private record Waiting<I, R>(I item, Sinks.One<R> answer) {

        Waiting(I item) {
            this(item, Sinks.one());
        }
    }

    /** No more is taken; nothing of this item was written. */
    public static final class Disposed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Disposed() {
            super("no more is written here", null, false, false);
        }
    }

    /** As many items wait already as may wait; nothing was written. */
    public static final class QueueFull extends RuntimeException {

        private static final long serialVersionUID = 1L;

        QueueFull(int most) {
            super("waiting: " + most + " (expected: fewer)", null, false, false);
        }
    }
}
