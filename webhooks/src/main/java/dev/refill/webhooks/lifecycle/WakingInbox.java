package dev.refill.webhooks.lifecycle;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Translation;
import dev.refill.webhooks.Inbox;
import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.InboxFile;
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
    public Flux<InboxEntry> list(InboxState state, @Nullable Long before, int limit) {
        return inbox.list(state, before, limit);
    }

    @Override
    public Mono<InboxFile> find(GatewayId gateway, String eventId) {
        return inbox.find(gateway, eventId);
    }

    @Override
    public Mono<ReplayOutcome> replay(GatewayId gateway, String eventId, String person, String reason) {
        return inbox.replay(gateway, eventId, person, reason).doOnNext(outcome -> bell.ring());
    }

    @Override
    public Mono<Map<Translation.Reason, Long>> notUnderstood() {
        return inbox.notUnderstood();
    }

    @Override
    public Mono<Map<InboxState, Long>> counts() {
        return inbox.counts();
    }
}
