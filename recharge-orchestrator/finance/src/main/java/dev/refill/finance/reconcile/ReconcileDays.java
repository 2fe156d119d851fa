package dev.refill.finance.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.ReconcileOutcome.Busy;
import dev.refill.finance.reconcile.ReconcileOutcome.Done;
import dev.refill.finance.reconcile.ReconcileStore.Begin;
import dev.refill.finance.reconcile.ReconcileStore.Plan;
import dev.refill.finance.reconcile.rule.Classify;
import dev.refill.finance.reconcile.rule.Group;
import dev.refill.finance.reconcile.rule.Rules;

/**
 * Makes runs, one after the other, until no day is left. The database strikes out what is the same; what is left comes here, some groups
 * at a time, is classed, and kept by a statement that also takes it off the list. Whoever dies leaves a shorter list.
 */
final class ReconcileDays {

    /** Groups at a time: of 202 lines each at most, and nearly all of two. */
    static final int PAGE = 500;
    /** More runs than days that anybody catches up with at once; the next call goes on. */
    private static final int MOST_RUNS = 5_000;

    private final ReconcileStore store;
    private final Clock clock;
    private final Duration lease;
    private final int slice;

    /**
     * @param lease how long a run that has fallen silent is waited for
     * @param slice how many lines are compared by one statement
     */
    ReconcileDays(ReconcileStore store, Clock clock, Duration lease, int slice) {
        this.store = store;
        this.clock = clock;
        this.lease = lease;
        this.slice = slice;
    }

    Mono<ReconcileOutcome> run(Pair pair, LocalDate through) {
        return store.put(pair).then(Mono.defer(() -> next(pair.id(), through, 0)))
                .expand(step -> step.goesOn() ? next(pair.id(), through, step.runs()) : Mono.empty())
                .last()
                .map(Step::outcome);
    }

    /**
     * How far it is.
     *
     * @param goesOn whether there may be another run
     */
    private record Step(int runs, boolean goesOn, ReconcileOutcome outcome) {}

    private Mono<Step> next(PairId pair, LocalDate through, int runs) {
        Instant now = clock.instant();
        return store.begin(pair, through, slice, now, now.plus(lease)).flatMap(begin -> switch (begin) {
            case Begin.Begun(RunId run) -> make(run).map(ours -> step(ours, runs));
            case Begin.Busy() -> Mono.just(new Step(runs, false, new Busy()));
            case Begin.Done() -> Mono.just(new Step(runs, false, new Done(runs)));
        });
    }

    private static Step step(boolean ours, int runs) {
        return ours
                ? new Step(runs + 1, runs + 1 < MOST_RUNS, new Done(runs + 1))
                : new Step(runs, false, new Busy());
    }

    /** @return whether it was ours to the end */
    private Mono<Boolean> make(RunId run) {
        return Mono.zip(store.plan(run), store.rules()).flatMap(of -> make(of.getT1(), of.getT2()));
    }

    private Mono<Boolean> make(Plan plan, Rules rules) {
        return slices(plan)
                .concatWith(Flux.defer(() -> lookAll(plan, rules)))
                .takeUntil(ours -> !ours)
                .last(true)
                .flatMap(ours -> ours ? store.finish(plan, clock.instant()) : Mono.just(false));
    }

    private Flux<Boolean> slices(Plan plan) {
        return Flux.range(plan.sliced(), plan.slices() - plan.sliced())
                .concatMap(number -> store.compare(plan, number, leasedUntil()), 0);
    }

    private Flux<Boolean> lookAll(Plan plan, Rules rules) {
        return Mono.defer(() -> look(plan, rules)).repeat().takeUntil(page -> page != Page.KEPT)
                .map(page -> page != Page.OVERTAKEN);
    }

    /** What became of some groups. */
    private enum Page {
        KEPT,
        NONE_LEFT,
        OVERTAKEN
    }

    private Mono<Page> look(Plan plan, Rules rules) {
        Judge judge = new Judge(new Classify(plan.comparesFees()), rules);
        return store.candidates(plan, PAGE).map(judge::judge).collectList()
                .flatMap(verdicts -> verdicts.isEmpty() ? Mono.just(Page.NONE_LEFT) : keep(plan, verdicts));
    }

    private Mono<Page> keep(Plan plan, List<Verdict> verdicts) {
        return store.keep(plan, verdicts, clock.instant(), leasedUntil())
                .map(ours -> ours ? Page.KEPT : Page.OVERTAKEN);
    }

    private Instant leasedUntil() {
        return clock.instant().plus(lease);
    }

    /** Classes a group and finds its rule. */
    record Judge(Classify classify, Rules rules) {

        Verdict judge(Group group) {
            return switch (classify.classify(group)) {
                case dev.refill.finance.reconcile.rule.Finding.Matched matched -> new Verdict(group, matched, null);
                case dev.refill.finance.reconcile.rule.Finding.Broken broken ->
                    new Verdict(group, broken, rules.decide(group.key(), broken).orElse(null));
            };
        }
    }
}
