package dev.refill.tmf654.event;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.tmf654.Hub;
import dev.refill.tmf654.action.Action;
import dev.refill.tmf654.action.Actions;
import dev.refill.tmf654.action.Untold;
import dev.refill.tmf654.resource.Resources;

/**
 * Hands what has happened to the hub, then notes that it was told, or that it never can be. If it ends in between, it is handed over
 * again under the same id.
 */
public final class TellEvents {

    private static final Logger log = LoggerFactory.getLogger(TellEvents.class);

    private final Actions actions;
    private final Hub hub;
    private final Resources resources;
    private final Clock clock;

    public TellEvents(Actions actions, Hub hub, Clock clock) {
        this.actions = actions;
        this.hub = hub;
        this.resources = new Resources(hub.base().resolve(Resources.PATH).toString(), null);
        this.clock = clock;
    }

    /** Emits how many were told. */
    public Mono<Long> round(int batch) {
        return actions.untold(batch)
                .collectList()
                .flatMap(untold -> untold.isEmpty() ? Mono.just(0L) : tell(untold, clock.instant()));
    }

    /** Together; if that fails, one by one, so that none keeps another back. */
    private Mono<Long> tell(List<Untold> untold, Instant now) {
        return tellAll(untold, now).onErrorResume(failure -> Flux.fromIterable(untold)
                .concatMap(one -> tellAll(List.of(one), now)
                        .onErrorResume(IllegalArgumentException.class, wrong -> never(one, wrong))
                        .onErrorResume(again -> later(one, again)))
                .reduce(0L, Long::sum));
    }

    private static Mono<Long> later(Untold untold, Throwable failure) {
        log.warn("{} is told later: {}", untold.action().id(), failure.toString());
        return Mono.just(0L);
    }

    /** What cannot be an event today cannot be one tomorrow, and would be tried first for ever. */
    private Mono<Long> never(Untold untold, IllegalArgumentException wrong) {
        log.error("{} cannot be told: {}", untold.action().id(), wrong.toString());
        return actions.told(List.of(untold.action())).thenReturn(0L);
    }

    private Mono<Long> tellAll(List<Untold> untold, Instant now) {
        return Mono.defer(() -> hub.tell(untold.stream().map(one -> news(one, now)).toList()))
                .then(actions.told(untold.stream().map(Untold::action).toList()))
                .thenReturn((long) untold.size());
    }

    private Hub.News news(Untold untold, Instant now) {
        Action action = untold.action();
        String id = "evt_" + action.id() + "_" + action.version();
        String type = EventTypes.of(untold);
        return new Hub.News(id, type, now, action.client(), resources.event(action, id, type, now).toString());
    }
}
