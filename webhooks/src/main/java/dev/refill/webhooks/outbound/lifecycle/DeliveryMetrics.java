package dev.refill.webhooks.outbound.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.refill.webhooks.outbound.delivery.DeliveryMark;
import dev.refill.webhooks.outbound.delivery.DeliveryMark.Effect;
import dev.refill.webhooks.outbound.delivery.DeliveryStore.Waiting;
import dev.refill.webhooks.outbound.delivery.TakenDelivery;

/**
 * What is seen of deliveries: {@code refill.outbound.attempts} by outcome, and as gauges {@code refill.outbound.waiting},
 * {@code refill.outbound.oldest} in seconds and {@code refill.outbound.gone}. What a human may want to look at is logged,
 * with ids and hosts and never with a secret or a whole address, whose path often is one.
 */
public final class DeliveryMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryMetrics.class);

    private final MeterRegistry meters;
    private final Clock clock;
    private final AtomicLong waiting;
    private final AtomicLong oldest;
    private final AtomicLong gone;

    public DeliveryMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.waiting = gauge("refill.outbound.waiting");
        this.oldest = gauge("refill.outbound.oldest");
        this.gone = gauge("refill.outbound.gone");
    }

    private AtomicLong gauge(String name) {
        AtomicLong value = new AtomicLong();
        meters.gauge(name, value);
        return value;
    }

    void counted(Waiting now, long endpointsGone) {
        waiting.set(now.deliveries());
        oldest.set(now.oldest() == null ? 0 : Duration.between(now.oldest(), clock.instant()).toSeconds());
        gone.set(endpointsGone);
    }

    void marked(DeliveryMark mark) {
        meters.counter("refill.outbound.attempts", "outcome", outcome(mark)).increment();
        TakenDelivery delivery = mark.delivery();
        if (mark.effect() instanceof Effect.Gone) {
            LOG.warn("Endpoint {} at {} answered 410 and is disabled", delivery.endpoint(), delivery.url().getHost());
        }
        switch (mark.state()) {
            case DELIVERED -> LOG.debug("Event {} was delivered to {}", delivery.eventId(), delivery.endpoint());
            case PENDING -> LOG.info("Event {} ({}) was not delivered to {} at {} on try {}; again in {} s: {}",
                    delivery.eventId(), delivery.eventType(), delivery.endpoint(), delivery.url().getHost(),
                    delivery.tries(), mark.delay().toSeconds(), mark.error());
            case DEAD -> LOG.warn("Event {} ({}) is given up for {} at {} on try {}: {}", delivery.eventId(),
                    delivery.eventType(), delivery.endpoint(), delivery.url().getHost(), delivery.tries(),
                    mark.error());
        }
    }

    private static String outcome(DeliveryMark mark) {
        return switch (mark.state()) {
            case DELIVERED -> "delivered";
            case PENDING -> "retry";
            case DEAD -> mark.effect() instanceof Effect.Gone ? "gone" : "dead";
        };
    }
}
