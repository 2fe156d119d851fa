package dev.refill.sandbox.lifecycle;

import java.time.Duration;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.lifecycle.Bookkeeper;

/** What happens by itself in one provider's books, once a second. */
final class Clockwork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Disposable ticking;

    Clockwork(Bookkeeper bookkeeper, Consumer<Books> tick) {
        ticking = Flux.interval(TICK)
                .onBackpressureDrop()
                .concatMap(any -> bookkeeper.run(books -> {
                    tick.accept(books);
                    return true;
                }), 1)
                .subscribe(done -> {}, failure -> LOG.error("Nothing happens by itself any more", failure));
    }

    @Override
    public void close() {
        ticking.dispose();
    }
}
