package dev.refill.ledger;

import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads balances: one row of a bucket, or the sum of a system account's stripes. */
final class ReadBalances {

    private static final String ONE = """
                                      SELECT account, unit, balance FROM balance.account WHERE account = :account AND unit = :unit
                                      """;

    private static final String ALL = """
                                      SELECT account, unit, balance FROM balance.account WHERE account = :account ORDER BY unit
                                      """;

    private final DatabaseClient database;

    ReadBalances(DatabaseClient database) {
        this.database = database;
    }

    Mono<Balance> one(AccountId account, LedgerUnit unit) {
        return database.sql(ONE)
                .bind("account", account.value())
                .bind("unit", unit.code())
                .map(ReadBalances::balance)
                .one()
                .defaultIfEmpty(new Balance(account, new Amount(unit, 0)))
                .onErrorMap(LedgerFaults::translate);
    }

    Flux<Balance> all(AccountId account) {
        return database.sql(ALL)
                .bind("account", account.value())
                .map(ReadBalances::balance)
                .all()
                .onErrorMap(LedgerFaults::translate);
    }

    private static Balance balance(Readable row) {
        var amount = new Amount(new LedgerUnit(Column.text(row, "unit")), Column.number(row, "balance"));
        return new Balance(new AccountId(Column.text(row, "account")), amount);
    }
}
