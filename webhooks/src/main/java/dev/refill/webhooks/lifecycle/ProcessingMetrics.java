package dev.refill.webhooks.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.refill.gateway.Translation;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.store.Mark;
import dev.refill.webhooks.store.TakenEvent;

/**
 * What is seen of the processing: {@code refill.webhooks.processed} by gateway and state, {@code refill.webhooks.lag} from
 * received to done, {@code refill.webhooks.inbox} as a gauge for each state but
 * done, {@code refill.webhooks.not.understood} by reason. What a human must look at is logged.
 */
public final class ProcessingMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessingMetrics.class);

    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<InboxState, AtomicLong> counts = new EnumMap<>(InboxState.class);
    private final Map<Translation.Reason, AtomicLong> reasons = new EnumMap<>(Translation.Reason.class);

    public ProcessingMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        for (Translation.Reason reason : Translation.Reason.values()) {
            reasons.put(reason, meters.gauge("refill.webhooks.not.understood",
                    Tags.of("reason", reason.name().toLowerCase(Locale.ROOT)), new AtomicLong()));
        }
        for (InboxState state : InboxState.values()) {
            if (state != InboxState.DONE) {
                counts.put(state, meters.gauge("refill.webhooks.inbox",
                        Tags.of("state", state.word()), new AtomicLong()));
            }
        }
    }

    void counted(Map<InboxState, Long> events) {
        events.forEach((state, count) -> counts.computeIfAbsent(state, absent -> new AtomicLong()).set(count));
    }

    void notUnderstood(Map<Translation.Reason, Long> events) {
        reasons.forEach((reason, count) -> count.set(events.getOrDefault(reason, 0L)));
    }

    void marked(TakenEvent event, Mark mark) {
        meters.counter("refill.webhooks.processed", "gateway", event.gateway().value(), "state", mark.state().word())
                .increment();
        switch (mark.state()) {
            case DONE -> meters.timer("refill.webhooks.lag", "gateway", event.gateway().value())
                    .record(Duration.between(event.receivedAt(), clock.instant()));
            case NOT_UNDERSTOOD -> LOG.warn("Event {} ({}) of {} is not understood: {}", event.eventId(),
                    event.eventType(), event.gateway(), mark.error());
            case DEAD -> LOG.error("Event {} ({}) of {} is dead after {} attempts: {}", event.eventId(),
                    event.eventType(), event.gateway(), event.attempt(), mark.error());
            case READY, RETRY, PARKED -> LOG.debug("Event {} of {} waits: {}", event.eventId(), event.gateway(),
                    mark.error());
        }
    }
}
