package dev.refill.finance.bank.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

import dev.refill.finance.bank.Backlog;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * {@code refill.bank.imports} counts what became of imports of this node; {@code failed} is put off and tried again. The gauges
 * {@code refill.bank.waiting} and {@code refill.bank.oldest} are of all nodes' files: take the largest, not the sum. The age of the oldest
 * goes on rising while a round hangs.
 */
final class ImportMeters {

    private final Clock clock;
    private final Counter imported;
    private final Counter refused;
    private final Counter failed;
    private final AtomicLong waiting;
    private final AtomicReference<@Nullable Instant> oldest = new AtomicReference<>();

    ImportMeters(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.imported = imports("imported", meters);
        this.refused = imports("refused", meters);
        this.failed = imports("failed", meters);
        this.waiting = new AtomicLong();
        meters.gauge("refill.bank.waiting", waiting);
        TimeGauge.builder("refill.bank.oldest", this, MILLISECONDS, ImportMeters::age).strongReference(true)
                .register(meters);
    }

    private static Counter imports(String outcome, MeterRegistry meters) {
        return meters.counter("refill.bank.imports", "outcome", outcome);
    }

    private double age() {
        Instant since = oldest.get();
        return since == null ? 0 : Math.max(0, Duration.between(since, clock.instant()).toMillis());
    }

    void show(Backlog backlog) {
        waiting.set(backlog.files());
        oldest.set(backlog.oldest());
    }

    void imported() {
        imported.increment();
    }

    void refused() {
        refused.increment();
    }

    void failed() {
        failed.increment();
    }
}
