package dev.refill.sandbox.lifecycle;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Ids;
import dev.refill.sandbox.core.Journal;
import dev.refill.sandbox.core.Owed;
import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.delivery.lifecycle.DeliverySettings;
import dev.refill.sandbox.delivery.lifecycle.Webhooks;
import dev.refill.sandbox.delivery.lifecycle.Wording;
import dev.refill.sandbox.faults.Faults;

/**
 * One provider at work: books of its own, with those who keep them, send its events and let time pass in them. Starting
 * and closing block.
 */
public final class Provider implements AutoCloseable {

    private final String name;
    private final Books books;
    private final Webhooks webhooks;
    private final Bookkeeper bookkeeper;
    private final List<Owed> leftOver;
    private @Nullable Clockwork clockwork;

    /**
     * Reads what a former run has left.
     *
     * @param name as the truth tells it, and its thread is called
     * @param data where the journal is kept; absent keeps nothing beyond the process
     * @throws RuntimeException when the journal cannot be read
     */
    public Provider(String name, @Nullable Path data, Clock clock, Ids ids, DeliverySettings deliveries,
            Wording wording, Faults faults) {
        this.name = name;
        this.books = new Books(clock, ids);
        Journal journal = data == null ? Journal.inMemory() : Journal.open(data, books::apply);
        this.webhooks = new Webhooks(deliveries, wording, faults, clock);
        this.bookkeeper = new Bookkeeper(name, books, journal, webhooks);
        this.leftOver = books.owed();
    }

    public String name() {
        return name;
    }

    /** Only before the start, when they are nobody else's yet. */
    public Books books() {
        return books;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    public Bookkeeper bookkeeper() {
        return bookkeeper;
    }

    /** @param tick what happens in the books by itself, once a second */
    public void start(Consumer<Books> tick) {
        webhooks.start(bookkeeper, leftOver);
        bookkeeper.start();
        clockwork = new Clockwork(bookkeeper, tick);
    }

    /** Writes what is in hand, and leaves undelivered webhooks to the next start. */
    @Override
    public void close() {
        if (clockwork != null) {
            clockwork.close();
        }
        webhooks.close();
        bookkeeper.close();
    }
}
