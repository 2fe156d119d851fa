package dev.refill.recharge;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Balance;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.SubscriberId;

/**
 * What a subscriber can spend, what is held back and what is owed. They are read side by side, not in one moment: while credit
 * moves from one to another it may be seen in both or in none.
 */
public final class ReadCredit {

    private final Ledger ledger;
    private final HoldsBack disputes;

    public ReadCredit(Ledger ledger, HoldsBack disputes) {
        this.ledger = ledger;
        this.disputes = disputes;
    }

    /** Cold. One balance for each unit that the subscriber ever had, by unit code; none: nothing has happened yet. */
    public Mono<List<CreditBalance>> of(SubscriberId subscriber) {
        String owner = subscriber.value();
        return Mono.zip(ledger.balancesOf(AccountId.bucketOf(owner)).collectList(),
                Flux.concat(Flux.just(AccountId.frozenOf(owner)), disputes.from(subscriber))
                        .concatMap(ledger::balancesOf)
                        .collectList(),
                ledger.balancesOf(AccountId.receivableOf(owner)).collectList())
                .map(read -> merged(read.getT1(), read.getT2(), read.getT3()));
    }

    private static List<CreditBalance> merged(List<Balance> buckets, List<Balance> frozen, List<Balance> debts) {
        return Stream.of(buckets, frozen, debts)
                .flatMap(List::stream)
                .map(balance -> balance.amount().unit())
                .distinct()
                .sorted(Comparator.comparing(LedgerUnit::code))
                .map(unit -> new CreditBalance(unit, sum(buckets, unit), sum(frozen, unit), -sum(debts, unit)))
                .toList();
    }

    private static long sum(List<Balance> balances, LedgerUnit unit) {
        return balances.stream()
                .filter(balance -> balance.amount().unit().equals(unit))
                .mapToLong(balance -> balance.amount().value())
                .sum();
    }
}
