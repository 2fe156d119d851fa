package dev.refill.simulation.bugs;

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

/** The ledger, which posts in another way. */
record OtherLedger(Ledger ledger, Function<Entry, Mono<PostOutcome>> posts) implements Ledger {

    @Override
    public Mono<PostOutcome> post(Entry entry) {
        return posts.apply(entry);
    }

    @Override
    public Mono<Entry> entry(EntryId id) {
        return ledger.entry(id);
    }

    @Override
    public Mono<Balance> balanceOf(AccountId account, LedgerUnit unit) {
        return ledger.balanceOf(account, unit);
    }

    @Override
    public Flux<Balance> balancesOf(AccountId account) {
        return ledger.balancesOf(account);
    }

    @Override
    public Flux<HistoryLine> history(AccountId account, @Nullable Long before, int limit) {
        return ledger.history(account, before, limit);
    }
}
