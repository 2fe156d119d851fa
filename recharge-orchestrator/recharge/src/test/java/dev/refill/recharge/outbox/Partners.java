package dev.refill.recharge.outbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.OutboundWebhooks;

/** Keeps what is published, each event once, and fails when it is told to. */
public final class Partners implements OutboundWebhooks {

    private final List<OutboundEvent> heard = new ArrayList<>();
    private final Map<String, Integer> times = new LinkedHashMap<>();
    private boolean failing;

    @Override
    public Mono<Long> publish(List<OutboundEvent> events) {
        return Mono.fromSupplier(() -> hear(events));
    }

    private synchronized long hear(List<OutboundEvent> events) {
        if (failing) {
            throw new IllegalStateException("no database");
        }
        events.forEach(event -> {
            if (times.merge(event.id(), 1, Integer::sum) == 1) {
                heard.add(event);
            }
        });
        return events.size();
    }

    public synchronized void fail(boolean fails) {
        failing = fails;
    }

    /** In the order in which they came first. */
    public synchronized List<OutboundEvent> heard() {
        return List.copyOf(heard);
    }

    public synchronized List<String> ids() {
        return heard.stream().map(OutboundEvent::id).toList();
    }

    /** How often each came. */
    public synchronized Map<String, Integer> times() {
        return Map.copyOf(times);
    }
}
