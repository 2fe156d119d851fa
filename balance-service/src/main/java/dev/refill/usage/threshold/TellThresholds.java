package dev.refill.usage.threshold;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.usage.UsageNotices;
import dev.refill.usage.UsageNotices.Reached;

/** Has others told what allowances have reached. */
public final class TellThresholds {

    private static final int AT_ONCE = 16;

    private final Thresholds thresholds;
    private final Subscribers subscribers;
    private final UsageNotices notices;
    private final int batch;

    /** @param batch how many one round tells, at most */
    public TellThresholds(Thresholds thresholds, Subscribers subscribers, UsageNotices notices, int batch) {
        this.thresholds = thresholds;
        this.subscribers = subscribers;
        this.notices = notices;
        this.batch = batch;
    }

    /** Works through one batch; emits how many it told. Broken off, or done by two nodes at once, it tells again what is told once. */
    public Mono<Long> round() {
        return Mono.defer(() -> thresholds.untold(batch)
                .flatMapSequential(this::withNumber, AT_ONCE)
                .collectList()
                .flatMap(this::tell));
    }

    private Mono<Long> tell(List<Reached> reached) {
        return reached.isEmpty()
                ? Mono.just(0L)
                : notices.reached(reached).then(Mono.defer(() -> thresholds.told(reached)))
                        .thenReturn((long) reached.size());
    }

    private Mono<Reached> withNumber(Reached reached) {
        return Mono.justOrEmpty(SubscriberId.parse(reached.owner()))
                .flatMap(subscribers::withId)
                .map(Subscriber::msisdn)
                .map(reached::with)
                .defaultIfEmpty(reached);
    }
}
