package dev.refill.sandbox.lifecycle;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.stripe.checkout.Checkouts;
import dev.refill.sandbox.stripe.refund.Refunding;

/** What happens by itself: checkouts expire, refunds come about, old answers are forgotten. */
public final class Clockwork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Disposable ticking;

    public Clockwork(Bookkeeper bookkeeper, Duration keepAnswers) {
        ticking = Flux.interval(TICK)
                .onBackpressureDrop()
                .concatMap(tick -> bookkeeper.run(books -> tick(books, keepAnswers)), 1)
                .subscribe(done -> {}, failure -> LOG.error("Nothing happens by itself any more", failure));
    }

    private static boolean tick(Books books, Duration keepAnswers) {
        Checkouts.expireOverdue(books);
        Refunding.settleDue(books);
        books.forgetAnswersBefore(books.now() - keepAnswers.toSeconds());
        return true;
    }

    @Override
    public void close() {
        ticking.dispose();
    }
}
