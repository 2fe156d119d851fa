package dev.refill.webhooks.sweep;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;

import dev.refill.gateway.GatewayId;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * What is seen of the sweeps: {@code refill.webhooks.swept} by gateway and result, whose {@code new} means that webhooks do
 * not reach us, and {@code refill.webhooks.sweep.age} since this node's last complete sweep, or its start. Of several
 * nodes the least age counts.
 */
public final class SweepMetrics {

    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<GatewayId, Instant> completed = new ConcurrentHashMap<>();

    public SweepMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /** Begins to show a gateway's age. */
    public void watch(GatewayId gateway) {
        completed.put(gateway, clock.instant());
        TimeGauge.builder("refill.webhooks.sweep.age", () -> age(gateway).toMillis(), MILLISECONDS)
                .tag("gateway", gateway.value())
                .register(meters);
    }

    public void complete(GatewayId gateway) {
        completed.put(gateway, clock.instant());
    }

    void swept(GatewayId gateway, Swept result) {
        meters.counter("refill.webhooks.swept", "gateway", gateway.value(), "result", result.word()).increment();
    }

    private Duration age(GatewayId gateway) {
        Instant now = clock.instant();
        return Duration.between(completed.getOrDefault(gateway, now), now);
    }
}
