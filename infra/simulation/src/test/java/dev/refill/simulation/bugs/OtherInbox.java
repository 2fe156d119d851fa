package dev.refill.simulation.bugs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Translation;
import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.InboxFile;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.ReplayOutcome;
import dev.refill.webhooks.store.InboxStore;
import dev.refill.webhooks.store.Kept;
import dev.refill.webhooks.store.Mark;
import dev.refill.webhooks.store.ReceivedEvent;
import dev.refill.webhooks.store.TakenEvent;

/** The inbox, which keeps events under other ids. */
record OtherInbox(InboxStore inbox, UnaryOperator<ReceivedEvent> keeps) implements InboxStore {

    @Override
    public Mono<List<Kept>> keep(List<ReceivedEvent> events) {
        return Mono.defer(() -> inbox.keep(events.stream().map(keeps).toList()));
    }

    @Override
    public Mono<List<TakenEvent>> take(String owner, int limit, Duration lease) {
        return inbox.take(owner, limit, lease);
    }

    @Override
    public Mono<Set<Long>> mark(List<Mark> marks) {
        return inbox.mark(marks);
    }

    @Override
    public Mono<Long> release(String owner) {
        return inbox.release(owner);
    }

    @Override
    public Mono<Long> purge(Instant doneBefore, int limit) {
        return inbox.purge(doneBefore, limit);
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
        return inbox.replay(gateway, eventId, person, reason);
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
