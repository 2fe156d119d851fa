package dev.refill.lowbalance;

import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.lowbalance.LowBalanceNotices.Crossing;

/** Hands crossings on. */
public final class TellCrossings {

    private final Crossings crossings;
    private final LowBalanceNotices notices;
    private final int batch;

    /** @param batch how many one round tells, at most */
    TellCrossings(Crossings crossings, LowBalanceNotices notices, int batch) {
        this.crossings = crossings;
        this.notices = notices;
        this.batch = batch;
    }

    /** Works through one batch; emits how many it told. Broken off, or done by two nodes at once, it tells again what counts once. */
    public Mono<Long> round() {
        return Mono.defer(() -> crossings.untold(batch).collectList().flatMap(this::tell));
    }

    private Mono<Long> tell(List<Crossing> untold) {
        return untold.isEmpty()
                ? Mono.just(0L)
                : notices.crossed(untold).then(Mono.defer(() -> crossings.told(untold)))
                        .thenReturn((long) untold.size());
    }
}
