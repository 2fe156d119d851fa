package dev.refill.recharge.order;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Balance;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.HistoryLine;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;

/** A ledger that keeps what is posted and answers as it is told. */
final class MemoryBooks implements Ledger {

    private final List<Entry> entries = new ArrayList<>();
    private Function<EntryId, PostOutcome> answer = PostOutcome.Created::new;

    void answer(Function<EntryId, PostOutcome> always) {
        this.answer = always;
    }

    List<Entry> entries() {
        return entries;
    }

    @Override
    public Mono<PostOutcome> post(Entry entry) {
        return Mono.fromSupplier(() -> {
            entries.add(entry);
            return answer.apply(entry.id());
        });
    }

    @Override
    public Mono<Entry> entry(EntryId id) {
        return Flux.fromIterable(entries).filter(entry -> entry.id().equals(id)).next().map(MemoryBooks::another);
    }

    /** What the books answer to hold under an id that they refuse. */
    private static Entry another(Entry entry) {
        return new Entry(entry.id(), "other", entry.reference(), entry.occurredAt(), entry.postings());
    }

    /** Nobody holds or owes anything here. */
    @Override
    public Mono<Balance> balanceOf(AccountId account, LedgerUnit unit) {
        return Mono.just(new Balance(account, new Amount(unit, 0)));
    }

    @Override
    public Flux<Balance> balancesOf(AccountId account) {
        throw new UnsupportedOperationException("balancesOf");
    }

    @Override
    public Flux<HistoryLine> history(AccountId account, @Nullable Long before, int limit) {
        throw new UnsupportedOperationException("history");
    }
}
