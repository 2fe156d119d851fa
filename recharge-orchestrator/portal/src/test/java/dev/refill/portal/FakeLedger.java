package dev.refill.portal;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

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

/** Ada's account with 45 recharges of $10.00, at positions 10, 20, … 450. */
public final class FakeLedger implements Ledger {

    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final AccountId ADA = AccountId.bucketOf("sub_ada");
    private static final Instant START = Instant.parse("2026-03-01T09:29:00Z");

    private final List<HistoryLine> lines = LongStream.rangeClosed(1, 45)
            .mapToObj(n -> new HistoryLine(10 * n, new EntryId("ent_" + n), n == 45 ? "usage" : "recharge", "rch_" + n,
                    START.plusSeconds(n), new Amount(AIRTIME, n == 45 ? -250 : 1000), 1000 * Math.min(n, 44)))
            .sorted(Comparator.comparingLong(HistoryLine::position).reversed())
            .toList();

    @Override
    public Mono<PostOutcome> post(Entry entry) {
        return Mono.error(new AssertionError("the portal posted (expected: never)"));
    }

    @Override
    public Mono<Entry> entry(EntryId id) {
        return Mono.empty();
    }

    @Override
    public Mono<Balance> balanceOf(AccountId account, LedgerUnit unit) {
        return Mono.just(new Balance(account, new Amount(unit, account.equals(ADA) ? 43_750 : 0)));
    }

    @Override
    public Flux<Balance> balancesOf(AccountId account) {
        return account.equals(ADA) ? balanceOf(account, AIRTIME).flux() : Flux.empty();
    }

    @Override
    public Flux<HistoryLine> history(AccountId account, @Nullable Long before, int limit) {
        return Flux.fromIterable(account.equals(ADA) ? lines : List.of())
                .filter(line -> before == null || line.position() < before)
                .take(limit);
    }
}
