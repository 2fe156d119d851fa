package dev.refill.finance.reconcile;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;

/**
 * Two sides, side by side. Everything is cold; a command emits exactly one outcome, and errors are faults of the database or of the source.
 * What a cancel leaves behind is whole steps, and whoever comes next goes on.
 */
public interface Reconciliation {

    /**
     * Keeps lines of one side. The same lines again change nothing.
     *
     * @param lines subscribed once, and read no faster than they are kept
     */
    Mono<TakenIn> takeIn(Pair pair, Side side, Publisher<Line> lines);

    /**
     * Compares what no run has compared yet, day by day.
     *
     * @param through the last day; lines of later days wait
     */
    Mono<ReconcileOutcome> reconcile(Pair pair, LocalDate through);

    /** A run. Empty if there is none. */
    Mono<Run> run(RunId id);

    /**
     * Runs of a pair, the newest first.
     *
     * @param before only runs with smaller numbers; {@code null}: from the newest
     * @param most how many
     */
    Flux<Run> runs(PairId pair, @Nullable Integer before, int most);

    /**
     * What a run's candidates come to when it is made again, in the order of their keys, by the rules of now: what it found then, as long
     * as these are the same. Changes nothing.
     */
    Flux<Verdict> again(RunId id);

    /** What lines of a key come to now, with all lines that were compared. Empty if there are none. */
    Mono<Verdict> explain(PairId pair, LineKey key);
}
