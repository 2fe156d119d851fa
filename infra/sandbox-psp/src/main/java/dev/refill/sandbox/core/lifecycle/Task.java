package dev.refill.sandbox.core.lifecycle;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

import dev.refill.sandbox.core.Books;

/** A command, its result, and who waits for it. */
final class Task<T> {

    private final Function<Books, T> command;
    final MonoSink<T> sink;
    private @Nullable T result;
    private @Nullable Throwable failure;

    Task(Function<Books, T> command, MonoSink<T> sink) {
        this.command = command;
        this.sink = sink;
    }

    void run(Books books) {
        try {
            result = command.apply(books);
        } catch (RuntimeException thrown) {
            failure = thrown;
        }
    }

    void fail(Throwable why) {
        failure = why;
    }

    void answer() {
        if (failure != null) {
            sink.error(failure);
        } else if (result != null) {
            sink.success(result);
        } else {
            sink.success();
        }
    }
}
