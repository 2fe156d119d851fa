package dev.refill.finance.reconcile;

import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.ReconcileDays.Judge;
import dev.refill.finance.reconcile.rule.Classify;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;

/** Hands on to the operations, and reads. */
final class R2dbcReconciliation implements Reconciliation {

    private final ReconcileStore store;
    private final ReconcileDays days;
    private final int batch;

    /** @param batch how many lines are kept by one statement */
    R2dbcReconciliation(ReconcileStore store, ReconcileDays days, int batch) {
        this.store = store;
        this.days = days;
        this.batch = batch;
    }

    @Override
    public Mono<TakenIn> takeIn(Pair pair, Side side, Publisher<Line> lines) {
        return store.put(pair)
                .thenMany(Flux.from(lines))
                .buffer(batch)
                .concatMap(some -> store.takeIn(pair.id(), side, some), 1)
                .reduce(TakenIn.NOTHING, TakenIn::plus);
    }

    @Override
    public Mono<ReconcileOutcome> reconcile(Pair pair, LocalDate through) {
        return days.run(pair, through);
    }

    @Override
    public Mono<Run> run(RunId id) {
        return store.run(id);
    }

    @Override
    public Flux<Run> runs(PairId pair, @Nullable Integer before, int most) {
        return store.runs(pair, before, most);
    }

    @Override
    public Flux<Verdict> again(RunId id) {
        return judge(id.pair()).flatMapMany(judge -> page(id, null, judge)
                .expand(page -> page.isEmpty() ? Mono.empty() : page(id, page.getLast().group().key(), judge))
                .concatMapIterable(page -> page, 1));
    }

    private Mono<List<Verdict>> page(RunId id, @Nullable LineKey after,
            Judge judge) {
        return store.looked(id, after, ReconcileDays.PAGE).map(judge::judge).collectList();
    }

    @Override
    public Mono<Verdict> explain(PairId pair, LineKey key) {
        return judge(pair).flatMap(judge -> store.group(pair, key).map(judge::judge));
    }

    private Mono<Judge> judge(PairId pair) {
        return store.comparesFees(pair).zipWith(store.rules(), (fees, rules) -> new Judge(new Classify(fees), rules));
    }
}
