package dev.refill.revenue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.ledger.Posting;
import dev.refill.ledger.TestBooks;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is earned of what customers paid, on real books. */
@Execution(ExecutionMode.SAME_THREAD)
class RevenueIT {

    private static final LedgerUnit USD = new LedgerUnit("USD");
    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final RevenuePool POOL = new RevenuePool(USD, AIRTIME);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final TestDatabase database = TestDatabase.with("balance");
    private final Ledger ledger = TestBooks.over(database.connections());
    private final Revenue revenue = new R2dbcRevenue(database.connections(), Clock.systemUTC());
    private final AtomicLong names = new AtomicLong();

    @AfterEach
    void booksAgree() {
        assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block()).isEmpty();
        assertThat(kept("recognised")).as("what is kept of each source, and its account")
                .isEqualTo(balances("revenue:", -1));
        database.close();
    }

    private PostOutcome post(String kind, Posting... lines) {
        return Objects.requireNonNull(ledger.post(new Entry(new EntryId("ent_test_" + names.incrementAndGet()), kind,
                "a test", Instant.EPOCH, List.of(lines))).block(LONGEST));
    }

    private static Posting line(String account, LedgerUnit unit, long amount) {
        return new Posting(new AccountId(account), new Amount(unit, amount));
    }

    private void recharge(String who, long price, long bonus) {
        List<Posting> lines = new ArrayList<>(List.of(line("gateway-clearing:stripe", USD, price),
                line("deferred-revenue", USD, -price), line("issued-credit", AIRTIME, -price),
                line("bucket:" + who, AIRTIME, price + bonus)));
        if (bonus > 0) {
            lines.add(line("issued-bonus", AIRTIME, -bonus));
        }
        post("recharge", lines.toArray(Posting[]::new));
    }

    /** @return whether the bucket sufficed */
    private boolean spend(String who, String account, long amount) {
        return post("usage", line("bucket:" + who, AIRTIME, -amount),
                line(account, AIRTIME, amount)) instanceof PostOutcome.Created;
    }

    private void use(String who, String service, long amount) {
        assertThat(spend(who, "used-credit:" + service, amount)).isTrue();
    }

    private void giveBack(String who, String service, long amount) {
        post("usage-refund", line("bucket:" + who, AIRTIME, amount), line("used-credit:" + service, AIRTIME, -amount));
    }

    private long recognise() {
        return revenue.recognise(POOL).blockOptional(LONGEST).orElseThrow();
    }

    private long deferred() {
        return -Objects.requireNonNull(ledger.balanceOf(new AccountId("deferred-revenue"), USD).block(LONGEST))
                .amount()
                .value();
    }

    /** By what comes after the prefix, without those at zero. */
    private Map<String, Long> balances(String prefix, int sign) {
        return rows("""
                SELECT substr(account, length(:prefix) + 1) AS name, :sign * sum(balance)::bigint AS value
                FROM balance.account WHERE starts_with(account, :prefix) GROUP BY 1 HAVING sum(balance) <> 0
                """, Map.of("prefix", prefix, "sign", sign));
    }

    private Map<String, Long> kept(String column) {
        return rows("SELECT source AS name, " + column + " AS value FROM balance.revenue_source WHERE " + column
                + " <> 0", Map.of());
    }

    private Map<String, Long> rows(String sql, Map<String, Object> values) {
        return database.client().sql(sql).bindValues(values)
                .map(row -> Map.entry(Objects.requireNonNull(row.get("name", String.class)),
                        Optional.ofNullable(row.get("value", Long.class)).orElse(0L)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    @Test
    void moneyIsEarnedAsItsCreditGoesAndBonusMakesEachPieceWorthLess() {
        recharge("sub_alice", 1_000, 100);
        assertThat(recognise()).as("nothing is used").isZero();

        use("sub_alice", "voice", 550);
        assertThat(recognise()).isEqualTo(500);
        assertThat(recognise()).as("once").isZero();

        use("sub_alice", "data", 110);
        spend("sub_alice", "transfer-fees", 11);
        spend("sub_alice", "breakage", 429);
        assertThat(recognise()).isEqualTo(500);
        assertThat(balances("revenue:", -1))
                .isEqualTo(Map.of("voice", 500L, "data", 100L, "transfers", 10L, "breakage", 390L));
        assertThat(deferred()).isZero();
    }

    @Test
    void priceOfLaterCreditDoesNotChangeWhatWasEarned() {
        recharge("sub_alice", 1_000, 0);
        use("sub_alice", "voice", 500);
        assertThat(recognise()).isEqualTo(500);
        recharge("sub_bob", 500, 500);
        use("sub_bob", "voice", 300);
        assertThat(recognise()).as("1,000 deferred for 1,500 of credit").isEqualTo(200);
        assertThat(deferred()).isEqualTo(800);
    }

    @Test
    void whatIsGivenBackTakesItsRevenueAlong() {
        recharge("sub_alice", 1_000, 0);
        use("sub_alice", "voice", 400);
        use("sub_alice", "data", 600);
        assertThat(recognise()).isEqualTo(1_000);
        giveBack("sub_alice", "voice", 100);
        assertThat(recognise()).isEqualTo(-100);
        assertThat(deferred()).isEqualTo(100);
        use("sub_alice", "sms", 100);
        assertThat(recognise()).isEqualTo(100);
        assertThat(balances("revenue:", -1)).isEqualTo(Map.of("voice", 300L, "data", 600L, "sms", 100L));
    }

    private void useOnDebt(String who, String service, long amount) {
        post("usage", line("receivable:" + who, AIRTIME, -amount), line("used-credit:" + service, AIRTIME, amount));
    }

    /** A recharge that settles so much of a debt. */
    private void settle(String who, long price, long debt) {
        List<Posting> lines = new ArrayList<>(List.of(line("gateway-clearing:stripe", USD, price),
                line("deferred-revenue", USD, -price), line("issued-credit", AIRTIME, -price),
                line("receivable:" + who, AIRTIME, debt)));
        if (price > debt) {
            lines.add(line("bucket:" + who, AIRTIME, price - debt));
        }
        post("recharge", lines.toArray(Posting[]::new));
    }

    /** Money goes back, its credit is taken from a bucket, or owed. */
    private boolean refund(String holding, long amount) {
        return post("refund", line("gateway-clearing:stripe", USD, -amount), line("deferred-revenue", USD, amount),
                line("issued-credit", AIRTIME, amount), line(holding, AIRTIME, -amount)) instanceof PostOutcome.Created;
    }

    @Test
    void whatWasUsedOnDebtIsEarnedWhenItIsPaidByTheServiceItWasUsedFor() {
        recharge("sub_bob", 1_000, 0);
        useOnDebt("sub_alice", "data", 300);
        assertThat(recognise()).as("nobody has paid, and what Bob has paid is his").isZero();
        settle("sub_alice", 1_000, 300);
        assertThat(recognise()).isEqualTo(300);
        use("sub_alice", "voice", 700);
        assertThat(recognise()).isEqualTo(700);
        assertThat(balances("revenue:", -1)).isEqualTo(Map.of("data", 300L, "voice", 700L));
        assertThat(deferred()).isEqualTo(1_000);
    }

    @Test
    void refundOfSpentCreditTakesItsRevenueAlongUntilTheDebtIsSettled() {
        recharge("sub_alice", 1_000, 0);
        use("sub_alice", "voice", 1_000);
        assertThat(recognise()).isEqualTo(1_000);
        refund("receivable:sub_alice", 1_000);
        assertThat(recognise()).isEqualTo(-1_000);
        assertThat(deferred()).isZero();
        settle("sub_alice", 1_000, 1_000);
        assertThat(recognise()).isEqualTo(1_000);
        assertThat(balances("revenue:", -1)).isEqualTo(Map.of("voice", 1_000L));
    }

    @Test
    void whatIsFrozenForADebtIsNobodysAndTakesNothingFromOthers() {
        recharge("sub_alice", 1_000, 0);
        recharge("sub_bob", 1_000, 0);
        use("sub_alice", "voice", 400);
        use("sub_bob", "voice", 1_000);
        assertThat(recognise()).isEqualTo(1_400);
        post("refund", line("gateway-clearing:stripe", USD, -1_000), line("deferred-revenue", USD, 1_000),
                line("issued-credit", AIRTIME, 1_000), line("bucket:sub_alice", AIRTIME, -600),
                line("frozen:sub_alice", AIRTIME, 600), line("receivable:sub_alice", AIRTIME, -1_000));
        assertThat(recognise()).as("Alice's usage, not Bob's").isEqualTo(-400);
        assertThat(deferred()).isZero();
    }

    @Test
    void disputeMovesNothingUntilItIsLostAndThenNothingOfOthers() {
        recharge("sub_alice", 1_000, 0);
        use("sub_alice", "voice", 1_000);
        assertThat(recognise()).isEqualTo(1_000);
        post("dispute", line("gateway-clearing:stripe", USD, -1_000), line("disputed-funds", USD, 1_000),
                line("receivable:sub_alice", AIRTIME, -1_000), line("disputed-credit", AIRTIME, 1_000));
        assertThat(recognise()).isZero();
        post("dispute-lost", line("disputed-funds", USD, -1_000), line("dispute-losses", USD, 1_000),
                line("disputed-credit", AIRTIME, -1_000), line("issued-credit", AIRTIME, 1_000));
        recharge("sub_bob", 1_000, 0);
        assertThat(recognise()).as("Bob has used nothing").isEqualTo(-1_000);
        use("sub_bob", "data", 1_000);
        assertThat(recognise()).as("what both have paid; what Alice's bank took back is a loss").isEqualTo(2_000);
    }

    @Test
    void whatIsGivenBackBeforeItWasEarnedHasEarnedNothing() {
        useOnDebt("sub_alice", "voice", 100);
        useOnDebt("sub_alice", "data", 100);
        assertThat(recognise()).isZero();
        post("usage-refund", line("receivable:sub_alice", AIRTIME, 100), line("used-credit:voice", AIRTIME, -100));
        settle("sub_alice", 100, 100);
        assertThat(recognise()).isEqualTo(100);
        assertThat(balances("revenue:", -1)).isEqualTo(Map.of("data", 100L));
    }

    @Test
    void sumsOfACountryWithManyZeros() {
        recharge("sub_alice", 4_000_000_000_000_000L, 0);
        use("sub_alice", "data", 3_000_000_000_000_000L);
        assertThat(recognise()).isEqualTo(3_000_000_000_000_000L);
    }

    @Test
    void giftsEarnNothing() {
        post("recharge", line("issued-bonus", AIRTIME, -100), line("bucket:sub_alice", AIRTIME, 100));
        use("sub_alice", "voice", 100);
        assertThat(recognise()).isZero();
        assertThat(kept("consumed")).isEqualTo(Map.of("voice", 100L));
    }

    @Test
    void creditIsBoughtWithOneMoneyOnly() {
        recharge("sub_alice", 1_000, 0);
        recognise();
        assertThatThrownBy(() -> revenue.recognise(new RevenuePool(new LedgerUnit("EUR"), AIRTIME)).block(LONGEST))
                .hasStackTraceContaining("it is not bought with EUR");
        assertThatThrownBy(
                () -> revenue.recognise(new RevenuePool(USD, new LedgerUnit("airtime:EUR"))).block(LONGEST))
                .hasStackTraceContaining("revenue_pool_money_key");
    }

    /** Whatever happens in whatever order: nothing is lost or made, and when all the credit is gone all the money is earned. */
    @ParameterizedTest
    @ValueSource(longs = {20260401, 20260402})
    void everyMinorUnitIsEarnedOnce(long seed) {
        var random = new Random(seed);
        List<String> accounts = List.of("used-credit:voice", "used-credit:sms", "used-credit:data", "transfer-fees",
                "breakage", "used-credit");
        long received = 0;
        for (int step = 0; step < 150; step++) {
            String who = "sub_" + (char) ('a' + random.nextInt(4));
            switch (random.nextInt(9)) {
                case 0 -> {
                    long price = 1 + random.nextLong(2_000);
                    recharge(who, price, random.nextLong(3) * price / 7);
                    received += price;
                }
                case 1 -> giveBackSome(random, who);
                case 2 -> recognise();
                case 3 -> useOnDebt(who, "sms", 1 + random.nextLong(300));
                case 4 -> {
                    long debt = owed(who);
                    if (debt > 0) {
                        long price = debt + random.nextLong(200);
                        settle(who, price, debt);
                        received += price;
                    }
                }
                case 5 -> {
                    long amount = 1 + random.nextLong(400);
                    if (amount <= received
                            && refund((random.nextBoolean() ? "bucket:" : "receivable:") + who, amount)) {
                        received -= amount;
                    }
                }
                default -> spend(who, accounts.get(random.nextInt(accounts.size())), 1 + random.nextLong(500));
            }
        }
        recognise();
        assertThat(deferred() + total(balances("revenue:", -1))).as("seed %d", seed).isEqualTo(received);
        assertThat(deferred()).isNotNegative();
        assertThat(balances("revenue:", -1).values()).allMatch(one -> one >= 0);

        for (String who : List.of("sub_a", "sub_b", "sub_c", "sub_d")) {
            long debt = owed(who);
            if (debt > 0) {
                settle(who, debt, debt);
                received += debt;
            }
            long left = Objects.requireNonNull(ledger.balanceOf(new AccountId("bucket:" + who), AIRTIME).block(LONGEST))
                    .amount().value();
            if (left > 0) {
                use(who, "data", left);
            }
        }
        recognise();
        assertThat(deferred()).as("seed %d", seed).isZero();
        assertThat(total(balances("revenue:", -1))).isEqualTo(received);
    }

    private long owed(String who) {
        return -Objects.requireNonNull(ledger.balanceOf(new AccountId("receivable:" + who), AIRTIME).block(LONGEST))
                .amount().value();
    }

    private void giveBackSome(Random random, String who) {
        long used = balances("used-credit:", 1).getOrDefault("voice", 0L);
        if (used > 0) {
            giveBack(who, "voice", 1 + random.nextLong(used));
        }
    }

    private static long total(Map<String, Long> balances) {
        return balances.values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void nodesThatLookAtTheSameMomentWhileCreditGoesEarnItOnce() {
        recharge("sub_alice", 100_000, 0);
        Mono<Void> usages = Flux.range(0, 400)
                .flatMap(number -> ledger.post(new Entry(new EntryId("ent_use_" + number), "usage", "a test",
                        Instant.EPOCH, List.of(line("bucket:sub_alice", AIRTIME, -100),
                                line("used-credit:data", AIRTIME, 100)))),
                        16)
                .then();
        Mono<Long> rounds = Flux.range(0, 60)
                .flatMap(round -> revenue.recognise(POOL).subscribeOn(Schedulers.parallel()), 4)
                .reduce(0L, Long::sum);
        long earned = Objects.requireNonNull(Mono.zip(usages.thenReturn(0L), rounds).block(LONGEST)).getT2();

        assertThat(earned + recognise()).isEqualTo(40_000);
        assertThat(balances("revenue:", -1)).isEqualTo(Map.of("data", 40_000L));
        assertThat(kept("consumed")).isEqualTo(Map.of("data", 40_000L));
    }
}
