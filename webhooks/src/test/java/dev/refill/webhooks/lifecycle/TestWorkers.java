package dev.refill.webhooks.lifecycle;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.micrometer.core.instrument.MeterRegistry;

import dev.refill.webhooks.FakeTranslator;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Translators;
import dev.refill.webhooks.WebhooksProperties;
import dev.refill.webhooks.processing.AttemptSchedule;
import dev.refill.webhooks.processing.EventAttempt;
import dev.refill.webhooks.store.InboxStore;

/** Workers as the configuration would make them. */
final class TestWorkers {

    static InboxWorker worker(String owner, InboxStore store, GatewayEventHandler handler, Bell bell, Clock clock,
            MeterRegistry meters, WebhooksProperties properties) {
        EventAttempt attempts = new EventAttempt(new Translators(List.of(new FakeTranslator())), handler,
                properties.handleTimeout());
        AttemptSchedule schedule = new AttemptSchedule(properties.maxAttempts(), properties.parkFor(),
                () -> ThreadLocalRandom.current().nextDouble());
        return new InboxWorker(owner, store, attempts, schedule, new ProcessingMetrics(meters, clock), bell, clock,
                properties);
    }

    private TestWorkers() {}
}
