package dev.refill.finance.reconcile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.rule.Group;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;
import dev.refill.finance.reconcile.rule.Rules;

/** Lines, runs and what they found. Everything is cold; each subscription is one autocommit statement. */
interface ReconcileStore {

    /** Makes a pair known; what it began with stays. */
    Mono<Void> put(Pair pair);

    /** Keeps lines that are not known. */
    Mono<TakenIn> takeIn(PairId pair, Side side, List<Line> lines);

    /** The next run, or the one that was broken off. */
    Mono<Begin> begin(PairId pair, LocalDate through, int slice, Instant now, Instant leasedUntil);

    /** How a run is to be made. */
    Mono<Plan> plan(RunId run);

    /** Strikes out what is the same. @return whether the run is still ours */
    Mono<Boolean> compare(Plan plan, int slice, Instant leasedUntil);

    /** Groups that still have to be looked at, in the order of their keys. */
    Flux<Group> candidates(Plan plan, int most);

    /** Keeps what groups came to. @return whether the run is still ours; if not, nothing is kept */
    Mono<Boolean> keep(Plan plan, List<Verdict> verdicts, Instant at, Instant leasedUntil);

    /** Ends a run of which no candidate is left. @return whether it still was ours */
    Mono<Boolean> finish(Plan plan, Instant at);

    /** Rules that hold now. */
    Mono<Rules> rules();

    /** Empty if there is none. */
    Mono<Run> run(RunId id);

    /**
     * Runs, the newest first.
     *
     * @param before only runs with smaller numbers; {@code null}: from the newest
     */
    Flux<Run> runs(PairId pair, @Nullable Integer before, int most);

    /** Groups that a run has looked at and found broken or made whole, after a key, in the order of keys, with the lines of then. */
    Flux<Group> looked(RunId run, @Nullable LineKey after, int most);

    /** Lines of a key that were compared. Empty if there are none. */
    Mono<Group> group(PairId pair, LineKey key);

    /** Whether a pair compares fees. Empty if it is not known. */
    Mono<Boolean> comparesFees(PairId pair);

    /** Whether there is something to do. */
    sealed interface Begin {

        /** There is, and it is ours. */
        record Begun(RunId run) implements Begin {}

        /** Somebody is at it. */
        record Busy() implements Begin {}

        /** There is nothing. */
        record Done() implements Begin {}
    }

    /**
     * A run that is ours until the lease ends, or for as long as nobody takes it after that.
     *
     * @param sliced slices that are compared
     */
    record Plan(RunId run, boolean comparesFees, long fence, int slices, int sliced) {}
}
