package dev.refill.webhooks.outbound.lifecycle;

import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.OutboundWebhooks;
import dev.refill.webhooks.lifecycle.Bell;

/** The producers' door: what is published here need not wait for a poll. */
public final class WakingWebhooks implements OutboundWebhooks {

    private final OutboundWebhooks webhooks;
    private final Bell bell;

    public WakingWebhooks(OutboundWebhooks webhooks, Bell bell) {
        this.webhooks = webhooks;
        this.bell = bell;
    }

    @Override
    public Mono<Long> publish(List<OutboundEvent> events) {
        return webhooks.publish(events).doOnNext(this::announce);
    }

    private void announce(long deliveries) {
        if (deliveries > 0) {
            bell.ring();
        }
    }
}
