package dev.refill.sandbox.core.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Journal;
import dev.refill.sandbox.core.Owed;

/**
 * Runs commands on the books one after another on a thread of its own, writes what they changed, and only then answers.
 * Commands that wait together are written together, so that a busy sandbox makes few system calls.
 */
public final class Bookkeeper implements AutoCloseable {

    /** More than this waiting means that the sandbox is overrun; the next caller is told so at once. */
    private static final int MOST_WAITING = 20_000;
    private static final int MOST_TOGETHER = 256;
    private static final Logger LOG = LoggerFactory.getLogger(Bookkeeper.class);

    private final Queue<Task<?>> waiting = Queues.<Task<?>>unboundedMultiproducer().get();
    private final AtomicInteger length = new AtomicInteger();
    private final Books books;
    private final Journal journal;
    private final Consumer<Owed> listener;
    private final List<Owed> news = new ArrayList<>();
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean closing;

    /**
     * @param owner whose books they are, for the thread's name
     * @param listener hears of each event owed to an endpoint, once it is journalled; must not block
     */
    public Bookkeeper(String owner, Books books, Journal journal, Consumer<Owed> listener) {
        this.books = books;
        this.journal = journal;
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("sandbox-books-" + owner).unstarted(this::work);
    }

    public void start() {
        thread.start();
    }

    /**
     * Runs a command. Cold; emits its result once that is journalled, on the bookkeeper's thread. Cancelling does not
     * undo a command that has begun.
     *
     * @return fails with what the command threw, or {@link Overrun}
     */
    public <T> Mono<T> run(Function<Books, T> command) {
        return Mono.create(sink -> enqueue(new Task<>(command, sink)));
    }

    private void enqueue(Task<?> task) {
        if (closing || length.incrementAndGet() > MOST_WAITING) {
            length.decrementAndGet();
            task.sink.error(new Overrun());
            return;
        }
        waiting.add(task);
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    private void work() {
        List<Task<?>> together = new ArrayList<>(MOST_TOGETHER);
        while (!closing || !waiting.isEmpty()) {
            take(together);
            if (together.isEmpty()) {
                rest();
                continue;
            }
            together.forEach(this::run);
            write(together);
            tell();
            together.forEach(Task::answer);
            together.clear();
        }
    }

    private void take(List<Task<?>> together) {
        while (together.size() < MOST_TOGETHER) {
            Task<?> task = waiting.poll();
            if (task == null) {
                return;
            }
            length.decrementAndGet();
            together.add(task);
        }
    }

    private void rest() {
        idle = true;
        if (waiting.isEmpty() && !closing) {
            LockSupport.park(this);
        }
        idle = false;
    }

    private void run(Task<?> task) {
        task.run(books);
        List<Change> changes = books.takeFresh();
        journal.append(changes);
        for (Change change : changes) {
            if (change instanceof Change.Happened happened && !happened.endpoints().isEmpty()) {
                news.addAll(books.owed(happened.id()));
            }
        }
    }

    private void tell() {
        news.forEach(listener);
        news.clear();
    }

    /** Memory is ahead of a file that cannot be written: nothing that was not journalled may be told. */
    private void write(List<Task<?>> together) {
        try {
            journal.write();
        } catch (IOException unwritable) {
            LOG.error("The journal cannot be written; the sandbox takes no more work", unwritable);
            closing = true;
            news.clear();
            together.forEach(task -> task.fail(new UncheckedIOException(unwritable)));
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(5_000);
            journal.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        }
    }

    /** Too many commands are waiting. */
    public static final class Overrun extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overrun() {
            super("The sandbox has more work waiting than it takes", null, false, false);
        }
    }
}
