package dev.refill.recharge;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.bucket.HeldBucket;
import dev.refill.bucket.Purse;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Balance;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.recharge.CreditBalance.Ending;
import dev.refill.subscriber.SubscriberId;

/**
 * What a subscriber can spend, what is held back and what is owed. They are read side by side, not in one moment: while credit
 * moves from one to another it may be seen in both or in none.
 */
public final class ReadCredit {

    private final Ledger ledger;
    private final Function<String, Mono<Purse>> purses;
    private final HoldsBack disputes;
    private final Clock clock;

    /** @param purses what somebody can pay with, by a subscriber's id; of it only credit of the subscriber's own counts */
    public ReadCredit(Ledger ledger, Function<String, Mono<Purse>> purses, HoldsBack disputes, Clock clock) {
        this.ledger = ledger;
        this.purses = purses;
        this.disputes = disputes;
        this.clock = clock;
    }

    /** Cold. One balance for each unit that the subscriber has or had, by unit code; none: nothing has happened yet. */
    public Mono<List<CreditBalance>> of(SubscriberId subscriber) {
        String owner = subscriber.value();
        return Mono.zip(purses.apply(owner).map(purse -> ownCredit(purse, owner)),
                Flux.concat(Flux.just(AccountId.frozenOf(owner)), disputes.from(subscriber))
                        .concatMap(ledger::balancesOf)
                        .collectList(),
                ledger.balancesOf(AccountId.receivableOf(owner)).collectList())
                .map(read -> merged(read.getT1(), read.getT2(), read.getT3()));
    }

    private static List<HeldBucket> ownCredit(Purse purse, String owner) {
        String main = AccountId.bucketOf(owner).value();
        return purse.byId().values().stream()
                .filter(bucket -> bucket.terms().allowance().isEmpty())
                .filter(bucket -> bucket.terms().account().value().equals(main)
                        || bucket.terms().account().value().startsWith(main + ":"))
                .toList();
    }

    private List<CreditBalance> merged(List<HeldBucket> buckets, List<Balance> frozen, List<Balance> debts) {
        return Stream.concat(buckets.stream().map(bucket -> bucket.terms().unit()),
                Stream.concat(frozen.stream(), debts.stream()).map(balance -> balance.amount().unit()))
                .distinct()
                .sorted(Comparator.comparing(LedgerUnit::code))
                .map(unit -> balance(unit, spendable(buckets, unit), sum(frozen, unit), -sum(debts, unit)))
                .toList();
    }

    private List<HeldBucket> spendable(List<HeldBucket> buckets, LedgerUnit unit) {
        Instant now = clock.instant();
        return buckets.stream()
                .filter(bucket -> bucket.terms().unit().equals(unit) && bucket.terms().validity().includes(now))
                .toList();
    }

    private static CreditBalance balance(LedgerUnit unit, List<HeldBucket> buckets, long frozen, long owed) {
        NavigableMap<Instant, Long> ends = new TreeMap<>();
        buckets.stream().filter(bucket -> bucket.left() > 0).forEach(bucket -> Optional
                .ofNullable(bucket.terms().validity().until())
                .ifPresent(until -> ends.merge(until, bucket.left(), Math::addExact)));
        return new CreditBalance(unit, buckets.stream().mapToLong(HeldBucket::left).sum(), frozen, owed,
                ends.isEmpty() ? null : new Ending(ends.firstEntry().getValue(), ends.firstKey()));
    }

    private static long sum(List<Balance> balances, LedgerUnit unit) {
        return balances.stream()
                .filter(balance -> balance.amount().unit().equals(unit))
                .mapToLong(balance -> balance.amount().value())
                .sum();
    }
}
