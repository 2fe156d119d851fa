package dev.refill.autotopup.run;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.lowbalance.LowBalanceNotices;

/** Makes a run of each crossing of a rule's mark. */
public final class TakeCrossings implements LowBalanceNotices {

    private final RunStore runs;
    private final Clock clock;

    public TakeCrossings(RunStore runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public Mono<Void> crossed(List<Crossing> crossings) {
        return Mono.defer(() -> runs.cross(crossings, clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }
}
