package dev.refill.portal;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.bucket.BucketTerms;
import dev.refill.bucket.HeldBucket;
import dev.refill.bucket.Purse;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Balance;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.HistoryLine;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.Validity;

/**
 * Ada's account with 45 recharges of $10.00, at positions 10, 20, … 450. Cy's payment of $10.00 was refunded when $4.00 of it was
 * spent, the next one, which settled that, is disputed when $3.00 of it was spent.
 */
public final class FakeLedger implements Ledger {

    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final AccountId ADA = AccountId.bucketOf("sub_ada");
    private static final AccountId CY = AccountId.bucketOf("sub_cy");
    private static final AccountId CYS_DEBT = AccountId.receivableOf("sub_cy");
    private static final AccountId CYS_DISPUTE = AccountId.frozenOf("dsp_01h00000000000000000000000");
    private static final Instant START = Instant.parse("2026-03-01T09:29:00Z");

    private static final Instant CENTURY = Instant.parse("2101-01-01T00:00:00Z");
    private static final Map<AccountId, Long> BALANCES = Map.of(ADA, 43_750L, CY, 0L, CYS_DEBT, -700L, CYS_DISPUTE,
            300L);

    private final List<HistoryLine> lines = LongStream.rangeClosed(1, 45)
            .mapToObj(n -> new HistoryLine(10 * n, new EntryId("ent_" + n), n == 45 ? "usage" : "recharge", "rch_" + n,
                    START.plusSeconds(n), new Amount(AIRTIME, n == 45 ? -250 : 1000), 1000 * Math.min(n, 44)))
            .sorted(Comparator.comparingLong(HistoryLine::position).reversed())
            .toList();

    private final Map<AccountId, List<HistoryLine>> histories = Map.of(
            ADA, lines,
            CY, List.of(line(7, "dispute", "dsp_1", -300, 0), line(5, "usage", "call_2", -300, 300),
                    line(4, "recharge", "rch_2", 600, 600), line(2, "refund", "rfd_1", -600, 0),
                    line(1, "recharge", "rch_1", 600, 600)),
            CYS_DEBT, List.of(line(8, "dispute", "dsp_1", -700, -700), line(6, "recharge", "rch_2", 400, 0),
                    line(3, "refund", "rfd_1", -400, -400)));

    private static HistoryLine line(long position, String kind, String reference, long amount, long after) {
        return new HistoryLine(position, new EntryId("ent_" + position), kind, reference, START.plusSeconds(position),
                new Amount(AIRTIME, amount), after);
    }

    static Flux<AccountId> heldBack(SubscriberId subscriber) {
        return subscriber.value().equals("sub_cy") ? Flux.just(CYS_DISPUTE) : Flux.empty();
    }

    /** $50.00 of what Ada has ends with the century. */
    static Mono<Purse> purseOf(String owner) {
        return Flux.fromIterable(BALANCES.entrySet())
                .filter(one -> one.getKey().equals(AccountId.bucketOf(owner)))
                .concatMapIterable(one -> owner.equals("sub_ada")
                        ? List.of(bucket(one.getKey(), one.getValue() - 5_000, null),
                                bucket(new AccountId(one.getKey() + ":lot"), 5_000, CENTURY))
                        : List.of(bucket(one.getKey(), one.getValue(), null)))
                .collectList()
                .map(Purse::of);
    }

    private static HeldBucket bucket(AccountId account, long left, @Nullable Instant until) {
        return new HeldBucket(new BucketTerms(account, AIRTIME, Optional.empty(), new Validity(Instant.EPOCH, until),
                100), left);
    }

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
        return Mono.just(new Balance(account, new Amount(unit, BALANCES.getOrDefault(account, 0L))));
    }

    @Override
    public Flux<Balance> balancesOf(AccountId account) {
        return BALANCES.containsKey(account) ? balanceOf(account, AIRTIME).flux() : Flux.empty();
    }

    @Override
    public Flux<HistoryLine> history(AccountId account, @Nullable Long before, int limit) {
        return Flux.fromIterable(histories.getOrDefault(account, List.of()))
                .filter(line -> before == null || line.position() < before)
                .take(limit);
    }
}
