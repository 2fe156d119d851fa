package dev.refill.charging.session;

import java.util.function.Function;

import org.springframework.dao.ConcurrencyFailureException;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import dev.refill.charging.ChargingId;

/** Somebody was faster: what was read does not hold any more, nothing was written, and all is to be done again. */
final class Overtaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** So often others may spend between a read and the write that follows it. */
    private static final int MOST = 32;

    private Overtaken(String what) {
        // An everyday event beside a subscriber who spends; its stack trace would say nothing.
        super(what + " moved meanwhile", null, false, false);
    }

    static <T> Mono<T> signal(ChargingId id) {
        return Mono.error(() -> new Overtaken(id.value()));
    }

    /** Does it again, from its first read on, until nobody was faster; after too many tries the error is transient. */
    static <T> Function<Mono<T>, Mono<T>> again() {
        return work -> work.retryWhen(Retry.max(MOST)
                .filter(Overtaken.class::isInstance)
                .onRetryExhaustedThrow((spec, signal) -> new ConcurrencyFailureException("too many spend at once",
                        signal.failure())));
    }
}
