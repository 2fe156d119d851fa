package dev.refill.gateways.stripe;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import dev.refill.gateway.NotSent;

/**
 * Runs the SDK's blocking calls on virtual threads of Stripe's own, at most so many at a time. A place is held until
 * the blocking call itself has ended, also if nobody waits for it any more: cancelling gives up the wait, never the
 * bound, and never breaks a request half sent.
 */
final class StripeCalls {

    static final NotSent NO_PLACE = new NotSent(NotSent.Reason.BULKHEAD_FULL, null);

    private final Semaphore places;
    private final Executor threads;

    StripeCalls(int maxInFlight) {
        this.places = new Semaphore(maxInFlight);
        this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stripe-", 0).factory());
    }

    /**
     * A cold Mono of one blocking call.
     *
     * @param call the call with all that is to be said of its failures; what it throws is a fault of ours
     * @param noPlace the answer when too many calls are in flight: {@link #NO_PLACE} as the verb's outcome
     */
    <T> Mono<T> run(Supplier<T> call, T noPlace) {
        return Mono.create(sink -> {
            if (places.tryAcquire()) {
                threads.execute(() -> run(call, sink));
            } else {
                sink.success(noPlace);
            }
        });
    }

    private <T> void run(Supplier<T> call, MonoSink<T> sink) {
        T outcome;
        try {
            outcome = call.get();
        } catch (RuntimeException e) {
            places.release();
            sink.error(e);
            return;
        }
        places.release();
        sink.success(outcome);
    }
}
