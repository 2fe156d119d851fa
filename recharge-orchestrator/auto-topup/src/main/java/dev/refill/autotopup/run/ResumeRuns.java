package dev.refill.autotopup.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Finds runs that are due and carries each on. */
public final class ResumeRuns {

    private static final Logger log = LoggerFactory.getLogger(ResumeRuns.class);
    /** Longer and longer, as what is not over within seconds waits for a bank, or for a person. */
    private static final int LONGEST_WAIT = 300;

    private final RunStore runs;
    private final AdvanceRun advance;
    private final Clock clock;
    private final Duration lease;
    private final int batch;
    private final int concurrency;

    /**
     * @param lease for how long a run that was taken is left alone by other nodes
     * @param batch at most so many are taken at once
     * @param concurrency at most so many of them are worked on at once
     */
    public ResumeRuns(RunStore runs, AdvanceRun advance, Clock clock, Duration lease, int batch, int concurrency) {
        this.runs = runs;
        this.advance = advance;
        this.clock = clock;
        this.lease = lease;
        this.batch = batch;
        this.concurrency = concurrency;
    }

    /** Works through one batch of what is due; emits how many it took. */
    public Mono<Long> resumeDue() {
        // Collected first: a connection must not wait for providers.
        return Mono.defer(() -> runs.takeDue(now(), lease, batch).collectList())
                .flatMapIterable(due -> due)
                .flatMap(this::resume, concurrency)
                .count();
    }

    private Mono<Run> resume(Run run) {
        return advance.advance(run)
                .onErrorResume(failure -> {
                    log.warn("{} could not be carried on: {}", run.id(), failure.toString());
                    return Mono.just(false);
                })
                .flatMap(moved -> moved ? Mono.empty() : runs.rest(run, now().plusSeconds(wait(run.attempts()))))
                .thenReturn(run);
    }

    /** Seconds after so many looks. */
    static long wait(int attempts) {
        return Math.min(LONGEST_WAIT, 1L << Math.clamp(attempts - 1, 0, 9));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
