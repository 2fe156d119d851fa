package dev.refill.webhooks.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;

/** The cursors in memory; one statement at a time. */
public final class MemoryCursorStore implements CursorStore {

    private final Clock clock;
    private final Map<GatewayId, Row> table = new HashMap<>();

    public MemoryCursorStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<CursorHold> take(GatewayId gateway, String owner, Instant begin, Duration lease) {
        return Mono.fromSupplier(() -> taken(gateway, begin, lease));
    }

    private synchronized CursorHold taken(GatewayId gateway, Instant begin, Duration lease) {
        Row row = table.getOrDefault(gateway, new Row(begin, 0, Instant.MIN));
        if (row.leasedUntil().isAfter(clock.instant())) {
            return new CursorHold.Taken();
        }
        table.put(gateway, new Row(row.reached(), row.fence() + 1, clock.instant().plus(lease)));
        return new CursorHold.Ours(row.fence() + 1, row.reached());
    }

    @Override
    public Mono<Boolean> advance(GatewayId gateway, long fence, Instant reached, Duration lease) {
        return Mono.fromSupplier(() -> changed(gateway, fence, reached, lease));
    }

    @Override
    public Mono<Boolean> complete(GatewayId gateway, long fence, Instant reached) {
        return Mono.fromSupplier(() -> changed(gateway, fence, reached, Duration.ZERO));
    }

    @Override
    public Mono<Boolean> release(GatewayId gateway, long fence) {
        return Mono.fromSupplier(() -> changed(gateway, fence, Instant.MIN, Duration.ZERO));
    }

    private synchronized boolean changed(GatewayId gateway, long fence, Instant reached, Duration lease) {
        Row row = table.get(gateway);
        if (row == null || row.fence() != fence) {
            return false;
        }
        table.put(gateway, new Row(reached.isAfter(row.reached()) ? reached : row.reached(), fence,
                clock.instant().plus(lease)));
        return true;
    }

    /** For a test to look at. */
    public synchronized Instant reached(GatewayId gateway) {
        Row row = table.get(gateway);
        if (row == null) {
            throw new AssertionError("never taken: " + gateway);
        }
        return row.reached();
    }

    private record Row(Instant reached, long fence, Instant leasedUntil) {}
}
