package dev.refill.testsupport.pgproxy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits for one statement and stops its connection at one moment, until somebody lets it pass or cuts it. All other
 * connections, and all other statements, go on.
 */
public final class Hold implements AutoCloseable {

    private final Moment moment;
    private final List<String> parts;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CompletableFuture<Boolean> passes = new CompletableFuture<>();

    Hold(Moment moment, List<String> parts) {
        this.moment = moment;
        this.parts = parts;
    }

    boolean concerns(Moment here, Statement statement) {
        return moment == here && !taken.get() && parts.stream().allMatch(statement::holds);
    }

    /** Only the first statement is held. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    boolean isSpent() {
        return passes.isDone();
    }

    /** Blocks the connection; answers whether it may go on. */
    boolean passesInTheEnd() {
        reached.countDown();
        return passes.join();
    }

    /**
     * Waits until a statement is held.
     *
     * @throws AssertionError if none is within the time
     */
    public void awaitReached(Duration longest) {
        if (!isReachedWithin(longest)) {
            throw new AssertionError("not within " + longest + ": " + this);
        }
    }

    /** Waits until a statement is held, and says whether one is. */
    public boolean isReachedWithin(Duration longest) {
        try {
            return reached.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Lets the statement, or its answer, go on. */
    public void pass() {
        passes.complete(true);
    }

    /** Closes the connection on both sides. */
    public void cut() {
        passes.complete(false);
    }

    /** Cuts what is still held, and holds nothing any more. */
    @Override
    public void close() {
        taken.set(true);
        cut();
    }

    @Override
    public String toString() {
        return moment + " of " + parts;
    }
}
