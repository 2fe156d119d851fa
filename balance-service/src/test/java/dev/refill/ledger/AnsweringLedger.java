package dev.refill.ledger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers each post alike and holds nothing. */
record AnsweringLedger(Mono<PostOutcome> answer) implements Ledger {

    @Override
    public Mono<PostOutcome> post(Entry entry) {
        return answer;
    }

    @Override
    public Mono<Entry> entry(EntryId id) {
        return Mono.empty();
    }

    @Override
    public Mono<Balance> balanceOf(AccountId account, LedgerUnit unit) {
        return Mono.just(new Balance(account, new Amount(unit, 0)));
    }

    @Override
    public Flux<Balance> balancesOf(AccountId account) {
        return Flux.empty();
    }

    @Override
    public Flux<HistoryLine> history(AccountId account, @Nullable Long before, int limit) {
        return Flux.empty();
    }
}
