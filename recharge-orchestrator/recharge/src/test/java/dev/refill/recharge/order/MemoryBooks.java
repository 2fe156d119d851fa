package dev.refill.recharge.order;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
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
    public Mono<Balance> balanceOf(AccountId account, LedgerUnit unit) {
        throw new UnsupportedOperationException("balanceOf");
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
