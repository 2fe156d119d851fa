package dev.refill.ledger;

import java.util.List;
import java.util.stream.IntStream;

import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.Columns;

/** Reads balances: one row of a holding, or the sum of a system account's stripes. */
final class ReadBalances {

    private static final String ONE = """
                                      SELECT account, unit, balance FROM balance.account WHERE account = :account AND unit = :unit
                                      """;

    private static final String ALL = """
                                      SELECT account, unit, balance FROM balance.account WHERE account = :account ORDER BY unit
                                      """;

    private static final String HELD = "SELECT balance.held(:accounts, :units) AS held";

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

    /** What holdings are now, in the order asked: one statement however many they are. */
    Mono<List<Balance>> held(List<Holding> holdings) {
        var of = new Columns<>(holdings);
        return database.sql(HELD)
                .bind("accounts", of.texts(Holding::account))
                .bind("units", of.texts(Holding::unit))
                .map(row -> Column.required(row, "held", Long[].class))
                .one()
                .map(held -> balances(holdings, held));
    }

    private static List<Balance> balances(List<Holding> holdings, Long[] held) {
        return IntStream.range(0, held.length).mapToObj(i -> holdings.get(i).balance(held[i])).toList();
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
