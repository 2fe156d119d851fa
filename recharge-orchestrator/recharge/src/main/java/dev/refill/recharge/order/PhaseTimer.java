package dev.refill.recharge.order;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Times the phases of an order as {@code refill.recharge.phase}, tagged by phase and by how it ended. */
public final class PhaseTimer {

    private final MeterRegistry meters;

    public PhaseTimer(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The work, timed from subscription to its end. */
    public <T> Mono<T> timed(String phase, Mono<T> work) {
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(meters);
            return work.doFinally(end -> sample.stop(timer(phase, end)));
        });
    }

    private Timer timer(String phase, SignalType end) {
        return meters.timer("refill.recharge.phase", "phase", phase, "end", switch (end) {
            case ON_COMPLETE -> "completed";
            case CANCEL -> "cancelled";
            default -> "failed";
        });
    }
}
