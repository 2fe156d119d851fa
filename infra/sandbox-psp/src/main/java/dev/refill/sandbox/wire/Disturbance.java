package dev.refill.sandbox.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.sandbox.faults.Fault;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.faults.Kind;

/** Delays, losses and errors around an act, as the switches say. */
public final class Disturbance {

    /** What is neither a delay nor a loss nor an error, and has no meaning on a page. */
    public static final Set<Kind> NOT_FOR_PAGES = Set.of(Kind.RATE_LIMIT, Kind.CONFLICT, Kind.WRONG_ADDRESS,
            Kind.SEARCH_BEHIND);

    /** What only Stripe's API can obey. */
    public static final Set<Kind> NOT_FOR_OTHERS = Set.of(Kind.CONFLICT, Kind.SEARCH_BEHIND);

    private Disturbance() {}

    /**
     * Around a call of an API, which may also be one too many, or come to some other machine.
     *
     * @param act cold; once it has begun it goes on when the caller hangs up
     * @param limited what one too many is told, from the seconds after which it may come again
     * @param broken what an error looks like
     */
    public static Mono<Reply> ofCall(List<Fault> disturbances, Mono<Reply> act, IntFunction<Reply> limited,
            Supplier<Reply> broken) {
        Fault limit = Faults.first(disturbances, Kind.RATE_LIMIT);
        if (limit != null) {
            return Mono.fromSupplier(() -> limited.apply(limit.countOr(1)));
        }
        return Faults.first(disturbances, Kind.WRONG_ADDRESS) == null
                ? of(disturbances, act, broken)
                : Mono.just(elsewhere());
    }

    /**
     * @param act cold; once it has begun it goes on when the caller hangs up
     * @param broken what an error looks like
     */
    public static Mono<Reply> of(List<Fault> disturbances, Mono<Reply> act, Supplier<Reply> broken) {
        if (disturbances.isEmpty()) {
            return act;
        }
        if (Faults.first(disturbances, Kind.LOSE_REQUEST) != null) {
            return Mono.just(new Reply.Lost());
        }
        if (Faults.first(disturbances, Kind.ERROR_BEFORE) != null) {
            return Mono.fromSupplier(broken);
        }
        Mono<Reply> held = pause(Faults.first(disturbances, Kind.DELAY_BEFORE)).then(act)
                .delayUntil(reply -> pause(Faults.first(disturbances, Kind.DELAY)));
        return Detached.from(held).map(reply -> spoilt(reply, disturbances, broken));
    }

    private static Reply spoilt(Reply reply, List<Fault> disturbances, Supplier<Reply> broken) {
        if (Faults.first(disturbances, Kind.LOSE_ANSWER) != null) {
            return new Reply.Lost();
        }
        return Faults.first(disturbances, Kind.ERROR_AFTER) == null ? reply : broken.get();
    }

    /** Completes at once when there is nothing to wait for. */
    public static Mono<Void> pause(@Nullable Fault fault) {
        return fault == null ? Mono.empty() : Mono.delay(Duration.ofMillis(fault.delay())).then();
    }

    /** What some other machine says when it is asked for a provider's addresses. */
    public static Reply elsewhere() {
        return new Reply.Sent(404, Map.of("Content-Type", "text/html"),
                ByteBuffer.wrap("<html><body>Not Found</body></html>".getBytes(StandardCharsets.UTF_8)));
    }
}
