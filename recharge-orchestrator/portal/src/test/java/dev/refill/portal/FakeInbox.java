package dev.refill.portal;

import java.util.ArrayList;
import java.util.List;
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

/** One dead event. */
public final class FakeInbox implements Inbox {

    final List<String> deeds = new ArrayList<>();

    private static InboxEntry dead() {
        return new InboxEntry(1, new GatewayId("stripe"), "evt_dead", "checkout.session.completed", InboxState.DEAD, 12,
                "IllegalStateException: broken", FakeOperations.AT, FakeOperations.AT, null, FakeOperations.AT);
    }

    @Override
    public Flux<InboxEntry> list(InboxState state, @Nullable Long before, int limit) {
        return state == InboxState.DEAD ? Flux.just(dead()) : Flux.empty();
    }

    @Override
    public Mono<InboxFile> find(GatewayId gateway, String eventId) {
        return eventId.equals("evt_dead")
                ? Mono.just(new InboxFile(dead(), "{\"id\":\"<script>evt_dead</script>\"}", List.of()))
                : Mono.empty();
    }

    @Override
    public Mono<ReplayOutcome> replay(GatewayId gateway, String eventId, String person, String reason) {
        return Mono.fromSupplier(() -> {
            deeds.add(person + " replays " + eventId + " " + reason);
            return eventId.equals("evt_dead") ? new ReplayOutcome.Replayed() : new ReplayOutcome.NotKept();
        });
    }

    @Override
    public Mono<Map<Translation.Reason, Long>> notUnderstood() {
        return Mono.just(Map.of());
    }

    @Override
    public Mono<Map<InboxState, Long>> counts() {
        return Mono.just(Map.of(InboxState.DEAD, 1L));
    }
}
