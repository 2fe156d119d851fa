package dev.refill.simulation.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.simulation.time.Chance;

/**
 * The idempotency keys of one kind of request: the first answer under a key is what every later request gets.
 *
 * @param <O> the answers
 */
final class ModelKeys<O> {

    /** As Stripe's: a key is remembered for a day, and then means a new request. */
    static final Duration KEPT = Duration.ofHours(24);

    private final Clock clock;
    private final Chance chance;
    private final Function<Unresolved, O> unresolved;
    private final Map<OperationKey, Remembered<O>> remembered = new HashMap<>();
    private final Set<String> all = new LinkedHashSet<>();

    /**
     * The first answer under a key.
     *
     * @param until when it is forgotten
     * @param busyUntil until then the first request is being carried out
     */
    private record Remembered<O>(O answer, Instant until, Instant busyUntil) {}

    ModelKeys(Clock clock, Chance chance, Function<Unresolved, O> unresolved) {
        this.clock = clock;
        this.chance = chance;
        this.unresolved = unresolved;
    }

    /** Every key that was ever sent. */
    Set<String> all() {
        return all;
    }

    /** Does what is asked, once. */
    O once(OperationKey key, Supplier<O> process) {
        all.add(key.value());
        Remembered<O> before = of(key);
        if (before != null) {
            return clock.instant().isBefore(before.busyUntil())
                    ? unresolved.apply(new NotSent(NotSent.Reason.IN_PROGRESS, null))
                    : before.answer();
        }
        return remember(key, process.get());
    }

    /** Answers 500 for as long as the key is remembered. */
    O failing(OperationKey key, boolean afterTheEffect, Supplier<O> process) {
        if (of(key) != null) {
            return once(key, process);
        }
        if (afterTheEffect) {
            once(key, process);
        }
        all.add(key.value());
        return remember(key, unresolved.apply(new Unknown("500")));
    }

    private @Nullable Remembered<O> of(OperationKey key) {
        Remembered<O> before = remembered.get(key);
        return before != null && clock.instant().isBefore(before.until()) ? before : null;
    }

    private O remember(OperationKey key, O answer) {
        Instant now = clock.instant();
        long busy = chance.happens(0.2) ? chance.spread(Duration.ofMillis(1), Duration.ofSeconds(20)) : 0;
        remembered.put(key, new Remembered<>(answer, now.plus(KEPT), now.plusNanos(busy * 1_000)));
        return answer;
    }
}
