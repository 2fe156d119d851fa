package dev.refill.webhooks.lifecycle;

import java.util.Map;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.webhooks.Inbox;
import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.ReplayOutcome;

/** The operators' inbox, whose replays need not wait for a poll. */
public final class WakingInbox implements Inbox {

    private final Inbox inbox;
    private final Bell bell;

    public WakingInbox(Inbox inbox, Bell bell) {
        this.inbox = inbox;
        this.bell = bell;
    }

    @Override
    public Flux<InboxEntry> list(InboxState state, int limit) {
        return inbox.list(state, limit);
    }

    @Override
    public Mono<ReplayOutcome> replay(GatewayId gateway, String eventId) {
        return inbox.replay(gateway, eventId).doOnNext(outcome -> bell.ring());
    }

    @Override
    public Mono<Map<InboxState, Long>> counts() {
        return inbox.counts();
    }
}
