package dev.refill.simulation.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.FedEvent;
import dev.refill.gateway.FeedOutcome;
import dev.refill.gateway.FeedPage;
import dev.refill.gateway.FeedPosition;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Unknown;
import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Timeline;
import dev.refill.simulation.world.Trace;
import dev.refill.simulation.world.Weather;
import dev.refill.testsupport.invariants.Snapshot;
import dev.refill.webhooks.store.ReceivedEvent;

/** What happened at the provider, as it tells of it: by webhooks, and in a list. */
final class ModelEvents {

    private static final Duration LONGEST_UNLISTED = Duration.ofMinutes(4);
    private static final int FEED_PAGE = 3;

    private final GatewayId gateway;
    private final Timeline timeline;
    private final Clock clock;
    private final Chance chance;
    private final Weather weather;
    private final Trace trace;
    private final List<ModelEvent> events = new ArrayList<>();
    private final Map<String, ModelEvent> byId = new HashMap<>();
    private Consumer<ReceivedEvent> webhooks = event -> {};

    ModelEvents(GatewayId gateway, Timeline timeline, Chance chance, Weather weather, Trace trace) {
        this.gateway = gateway;
        this.timeline = timeline;
        this.clock = timeline.clock();
        this.chance = chance;
        this.weather = weather;
        this.trace = trace;
    }

    void connect(Consumer<ReceivedEvent> to) {
        this.webhooks = to;
    }

    /** Tells of something that concerns a payment, in words with bars between them. */
    void emit(ModelPayment payment, String what) {
        Instant now = clock.instant();
        // A payment that its order was not told of in time is found by its key alone.
        boolean tellsKey = weather.isTardy() || chance.happens(0.9);
        ModelEvent event = ModelEvent.of("evt_" + gateway + "_" + (events.size() + 1), payment, what, tellsKey, now,
                now.plusNanos(1_000 * chance.spread(Duration.ofMillis(1), LONGEST_UNLISTED)));
        events.add(event);
        byId.put(event.id(), event);
        trace.note(timeline.world(), event.type(), event::body);
        if (!weather.withholds()) {
            webhooks.accept(new ReceivedEvent(gateway, event.id(), event.type(), event.bytes()));
        }
    }

    boolean knows(String id) {
        return byId.containsKey(id);
    }

    Snapshot.KeptEvent asKept(String id, String state) {
        ModelEvent event = byId.get(id);
        return event == null
                ? new Snapshot.KeptEvent(id, state, null, false)
                : new Snapshot.KeptEvent(id, state, event.truth().value(), event.saysCaptured());
    }

    @Nullable
    Instant firstNotAmong(Set<String> known) {
        if (weather.isSilent()) {
            return null;
        }
        for (ModelEvent event : events) {
            if (!known.contains(event.id())) {
                return event.listedAt();
            }
        }
        return null;
    }

    FeedOutcome page(FeedPosition position) {
        if (weather.hasNoFeed()) {
            return new Unknown("no list");
        }
        Instant now = clock.instant();
        List<ModelEvent> window = events.stream()
                .skip(position.mark() == null ? 0 : Integer.parseInt(position.mark()))
                .filter(event -> !event.at().isBefore(position.from()) && event.at().isBefore(position.to())
                        && !event.listedAt().isAfter(now))
                .toList();
        List<ModelEvent> page = window.subList(0, Math.min(FEED_PAGE, window.size()));
        FeedPosition next = page.size() == window.size()
                ? null
                : new FeedPosition(window.get(FEED_PAGE).at(), position.to(),
                        String.valueOf(events.indexOf(window.get(FEED_PAGE))));
        return new FeedPage(page.stream()
                .map(event -> new FedEvent(event.id(), event.type(), event.at(), event.bytes()))
                .toList(), next);
    }
}
