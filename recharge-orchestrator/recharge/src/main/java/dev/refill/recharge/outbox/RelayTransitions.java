package dev.refill.recharge.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.OutboundWebhooks;

/**
 * Publishes the changes that come next and then passes them. Whatever ends it in between, they are published again, under
 * the same ids.
 */
public final class RelayTransitions {

    private final Outbox outbox;
    private final RechargeEvents events;
    private final OutboundWebhooks webhooks;
    private final String node;
    private final Duration lease;
    private final int batch;
    private final Clock clock;

    /**
     * @param node names this one among all nodes; never used twice at once
     * @param lease how long other nodes wait for one that is silent
     * @param batch how many changes are read at once
     */
    public RelayTransitions(Outbox outbox, RechargeEvents events, OutboundWebhooks webhooks, String node,
            Duration lease, int batch, Clock clock) {
        this.outbox = outbox;
        this.events = events;
        this.webhooks = webhooks;
        this.node = node;
        this.lease = lease;
        this.batch = batch;
        this.clock = clock;
    }

    /** Cold. Emits how many changes were passed; 0: there are none, or another node has the relay. */
    public Mono<Long> relayNext() {
        return Mono.defer(() -> outbox.take(node, clock.instant(), lease, batch)).flatMap(this::relay);
    }

    private Mono<Long> relay(Outbox.Batch taken) {
        if (taken.transitions().isEmpty()) {
            return Mono.just(0L);
        }
        return webhooks.publish(eventsOf(taken))
                .then(Mono.defer(() -> outbox.pass(taken)))
                .map(passed -> passed ? taken.transitions().size() : 0L);
    }

    private List<OutboundEvent> eventsOf(Outbox.Batch taken) {
        return taken.transitions().stream().flatMap(transition -> events.of(transition).stream()).toList();
    }

    /** See {@link Outbox#isAheadOfServer()}. */
    public Mono<Boolean> isAheadOfServer() {
        return outbox.isAheadOfServer();
    }
}
