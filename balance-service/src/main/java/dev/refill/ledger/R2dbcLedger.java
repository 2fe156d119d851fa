package dev.refill.ledger;

import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.groupcommit.Writers;

/**
 * The books in PostgreSQL. Entries that are posted at the same time are written together, and holdings that are asked for at
 * the same time are read together.
 */
final class R2dbcLedger implements Ledger {

    private final Writers<Entry, PostOutcome> writers;
    private final GroupCommit<Holding, Balance> lookUps;
    private final ReadBalances readBalances;
    private final ReadEntry readEntry;
    private final ReadHistory readHistory;

    R2dbcLedger(Writers<Entry, PostOutcome> writers, GroupCommit.Limits limits, ConnectionFactory connections) {
        DatabaseClient database = DatabaseClient.create(connections);
        this.writers = writers;
        this.readBalances = new ReadBalances(database);
        this.lookUps = new GroupCommit<>(readBalances::held, limits);
        this.readEntry = new ReadEntry(database);
        this.readHistory = new ReadHistory(database);
    }

    @Override
    public Mono<PostOutcome> post(Entry entry) {
        return writers.submit(entry).onErrorMap(LedgerFaults::translate);
    }

    @Override
    public Mono<Entry> entry(EntryId id) {
        return readEntry.of(id);
    }

    @Override
    public Mono<Balance> balanceOf(AccountId account, LedgerUnit unit) {
        return account.isHolding()
                ? lookUps.submit(new Holding(account, unit)).onErrorMap(LedgerFaults::translate)
                : readBalances.one(account, unit);
    }

    @Override
    public Flux<Balance> balancesOf(AccountId account) {
        return readBalances.all(account);
    }

    @Override
    public Flux<HistoryLine> history(AccountId account, @Nullable Long before, int limit) {
        return readHistory.page(account, before, limit);
    }
}
