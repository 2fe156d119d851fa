package dev.refill.webhooks.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Natural group commit: one writer takes whatever waits as soon as it is free. A lone caller waits for nobody, a crowd
 * is batched by the commit before it. Callers are answered one by one, after their batch is committed.
 *
 * <p>A caller that cancels is not answered, and its item is written all the same.
 *
 * @param <I> what is written
 * @param <R> what became of one item
 */
final class GroupCommit<I, R> {

    private final Function<List<I>, Mono<List<R>>> commit;
    private final int maxBatch;
    private final int maxWaiting;
    private final Duration timeout;
    private final Queue<Waiting<I, R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    /** Items queued and not yet answered; whoever moves it from 0 to 1 starts the writer, who alone counts it down. */
    private final AtomicInteger unanswered = new AtomicInteger();
    /** Items of the batch in hand; only the writer touches it. */
    private int inHand;
    private volatile @Nullable Disposable writer;

    /**
     * @param commit writes a batch in one statement and answers for each item, in order
     * @param maxBatch how many items one statement takes at most
     * @param maxWaiting how many items wait at most; more are refused
     * @param timeout of one statement, after which its callers get an error and do not know what became of it
     */
    GroupCommit(Function<List<I>, Mono<List<R>>> commit, int maxBatch, int maxWaiting, Duration timeout) {
        this.commit = commit;
        this.maxBatch = maxBatch;
        this.maxWaiting = maxWaiting;
        this.timeout = timeout;
    }

    /** Emits exactly one answer, or an error: {@link QueueFull} where nothing was written, any other one where it may have been. */
    Mono<R> submit(I item) {
        return Mono.defer(() -> enqueue(new Waiting<>(item)));
    }

    /** Ends the writer; items that still wait get no answer. */
    void dispose() {
        Disposable running = writer;
        if (running != null) {
            running.dispose();
        }
    }

    private Mono<R> enqueue(Waiting<I, R> one) {
        if (waiting.getAndUpdate(count -> Math.min(count + 1, maxWaiting)) == maxWaiting) {
            return Mono.error(new QueueFull(maxWaiting));
        }
        queue.add(one);
        if (unanswered.getAndIncrement() == 0) {
            startWriter();
        }
        return one.answer().asMono();
    }

    private void startWriter() {
        writer = Mono.defer(this::writeWhatWaits)
                .repeat(() -> unanswered.addAndGet(-inHand) > 0)
                .subscribe(written -> {}, error -> {});
    }

    private Mono<Void> writeWhatWaits() {
        List<Waiting<I, R>> batch = takeBatch();
        if (batch.isEmpty()) {
            return Mono.empty();
        }
        return Mono.defer(() -> commit.apply(batch.stream().map(Waiting::item).toList()))
                .timeout(timeout)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the commit gave no answers")))
                .doOnNext(answers -> answer(batch, answers))
                .doOnError(error -> fail(batch, error))
                .onErrorComplete()
                .then();
    }

    private List<Waiting<I, R>> takeBatch() {
        List<Waiting<I, R>> batch = new ArrayList<>();
        Waiting<I, R> one = queue.poll();
        while (one != null) {
            batch.add(one);
            one = batch.size() < maxBatch ? queue.poll() : null;
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

    private void fail(List<Waiting<I, R>> batch, Throwable error) {
        batch.forEach(one -> one.answer().tryEmitError(error));
    }

    private record Waiting<I, R>(I item, Sinks.One<R> answer) {

        Waiting(I item) {
            this(item, Sinks.one());
        }
    }

    /** As many items wait already as may wait; nothing was written. */
    static final class QueueFull extends RuntimeException {

        private static final long serialVersionUID = 1L;

        QueueFull(int maxWaiting) {
            super("waiting: " + maxWaiting + " (expected: fewer)", null, false, false);
        }
    }
}
