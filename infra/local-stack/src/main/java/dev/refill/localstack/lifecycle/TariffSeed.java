package dev.refill.localstack.lifecycle;

import java.time.Duration;

import org.springframework.context.SmartLifecycle;

import dev.refill.tariff.ExamplePlan;
import dev.refill.tariff.NewVersion;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Tariffs;

/** Puts the example of a tariff plan in force before the first request comes in, unless there is one of its name. */
public final class TariffSeed implements SmartLifecycle {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Tariffs tariffs;
    private volatile boolean running;

    public TariffSeed(Tariffs tariffs) {
        this.tariffs = tariffs;
    }

    @Override
    public void start() {
        TariffPlan plan = ExamplePlan.read();
        tariffs.put(new NewVersion(plan.id(), 0, null, "local-stack", "the example"), plan).block(LONGEST);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everything else that starts, the web server among it. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
