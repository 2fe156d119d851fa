package dev.refill.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.Language;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Terms;
import dev.refill.subscriber.profile.ProvisionProfile;
import dev.refill.subscriber.store.R2dbcProfiles;
import dev.refill.subscriber.store.R2dbcSubscribers;
import dev.refill.tariff.InMemoryTariffs;
import dev.refill.tariff.NewVersion;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.TestPlans;
import dev.refill.testsupport.TestDatabase;
import dev.refill.testsupport.pgproxy.Moment;
import dev.refill.testsupport.pgproxy.PgProxy;
import dev.refill.transfer.TransferOutcome.InsufficientBalance;
import dev.refill.transfer.TransferOutcome.KeyReused;
import dev.refill.transfer.TransferOutcome.Limit;
import dev.refill.transfer.TransferOutcome.LimitReached;
import dev.refill.transfer.TransferOutcome.NotActive;
import dev.refill.transfer.TransferOutcome.OtherUnit;
import dev.refill.transfer.TransferOutcome.Side;
import dev.refill.transfer.TransferOutcome.ToOneself;
import dev.refill.transfer.TransferOutcome.Transferred;
import dev.refill.transfer.TransferOutcome.UnknownSubscriber;
import dev.refill.transfer.give.GiveCredit;
import dev.refill.transfer.store.R2dbcTransferStore;

import static org.assertj.core.api.Assertions.assertThat;

/** Credit from subscriber to subscriber on real books. A fee is 10 and one percent, 15 at least. */
public class TransfersIT {

    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final Caller APP = new Caller("app", null);
    private static final Fee FEE = new Fee(10, 100, 15);
    private static final Fee NO_FEE = new Fee(0, 0, 0);
    private static final Limits WIDE = new Limits(1, TransferRequest.MOST, 1_000, TransferRequest.MOST, 0);
    private static final int CALLERS = 32;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    /** In New York it is the evening of the day before. */
    private static final Instant NIGHT = Instant.parse("2026-03-02T03:00:00Z");

    private final TestDatabase database = TestDatabase.with("balance");
    private final Map<String, Msisdn> numbers = new HashMap<>();
    private final AtomicLong names = new AtomicLong();
    private Instant now = NIGHT;
    private final Clock clock = new Clock() {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private final InMemoryTariffs tariffs = new InMemoryTariffs(clock);
    private final R2dbcSubscribers subscribers = new R2dbcSubscribers(database.connections(),
            new ProvisionProfile(new R2dbcProfiles(database.connections())), clock);

    @BeforeEach
    void twoWhoAreOnThePlanOfNewYork() {
        plan("city", "airtime:USD", "America/New_York");
        subscriber("alice", Status.ACTIVE, "city");
        subscriber("bob", Status.ACTIVE, "city");
    }

    @AfterEach
    void booksAgree() {
        assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block()).isEmpty();
        assertThat(count("SELECT count(*) FROM balance.transfer WHERE outcome = 'transferred'"))
                .as("each that was answered so has its entry, and each entry its transfer")
                .isEqualTo(count("SELECT count(*) FROM balance.entry WHERE kind = 'transfer'"));
        database.close();
    }

    private void plan(String id, String unit, String zone) {
        TariffPlan plan = TestPlans.read("""
                {"plan":"%s","title":"A plan","unit":"%s","time-zone":"%s","data":{"1":"free"}}
                """.formatted(id, unit, zone));
        tariffs.put(new NewVersion(plan.id(), 0, now, "ann", "first"), plan).block();
    }

    private Msisdn subscriber(String name, Status status, @Nullable String plan) {
        Msisdn number = new Msisdn("+1212555%04d".formatted(1_000 + names.incrementAndGet()));
        numbers.put(name, number);
        subscribers.provision(new Subscriber(new SubscriberId("sub_" + name), number, status,
                new Terms(plan, Language.ENGLISH, null, null, 0))).block();
        return number;
    }

    /** A node that is started anew. */
    private Transfers node(Fee fee, Limits limits, ConnectionFactory connections) {
        return new GiveCredit(subscribers, tariffs, new R2dbcTransferStore(connections, limits,
                new GroupCommit.Limits(64, 4_096, Duration.ofSeconds(10))), fee, limits, clock);
    }

    private Transfers node(Fee fee, Limits limits) {
        return node(fee, limits, database.connections());
    }

    private void topUp(String name, long credit) {
        post("recharge", new String[]{"bucket:sub_" + name, "issued-credit"}, credit, -credit);
    }

    private void post(String kind, String[] accounts, Long... amounts) {
        database.client()
                .sql("SELECT outcome FROM balance.post(:id, :kind, 'test', now(), :accounts, :units, :amounts)")
                .bind("id", "ent_test_" + names.incrementAndGet())
                .bind("kind", kind)
                .bind("accounts", accounts)
                .bind("units", new String[]{AIRTIME.code(), AIRTIME.code()})
                .bind("amounts", amounts)
                .then()
                .block();
    }

    private long count(String sql) {
        return Objects.requireNonNull(
                database.client().sql(sql).map(row -> row.get(0, Long.class)).one().block(LONGEST));
    }

    private long held(String account) {
        return count("SELECT coalesce(sum(balance), 0)::bigint FROM balance.account WHERE account = '" + account + "'");
    }

    private long credit(String name) {
        return held("bucket:sub_" + name);
    }

    private TransferRequest request(String key, String from, String to, long amount) {
        return new TransferRequest(APP, key, Objects.requireNonNull(numbers.get(from)),
                Objects.requireNonNull(numbers.get(to)), new Amount(AIRTIME, amount));
    }

    private TransferRequest gift(String key, long amount) {
        return request(key, "alice", "bob", amount);
    }

    private static TransferOutcome done(Mono<TransferOutcome> work) {
        return work.blockOptional(LONGEST).orElseThrow();
    }

    private static long given(List<TransferOutcome> outcomes) {
        return outcomes.stream().filter(Transferred.class::isInstance).count();
    }

    /** Half of the callers at each of two nodes, and each repeats at the other one, where it is told the same. */
    private List<TransferOutcome> atOnce(Fee fee, Limits limits, int each, long amount) {
        List<Transfers> nodes = List.of(node(fee, limits), node(fee, limits));
        return Flux.range(0, CALLERS)
                .flatMap(caller -> Flux.range(0, each).concatMap(turn -> {
                    TransferRequest request = gift(caller + "-" + turn, amount);
                    return nodes.get(caller & 1).give(request)
                            .flatMap(first -> nodes.get(1 - (caller & 1)).give(request)
                                    .doOnNext(second -> assertThat(second).isEqualTo(first)));
                }), CALLERS)
                .collectList()
                .blockOptional(Duration.ofMinutes(5)).orElseThrow();
    }

    @Test
    void amountAndFeeMoveInOneEntry() {
        topUp("alice", 1_000);
        Transfers transfers = node(FEE, WIDE);
        TransferRequest request = gift("1", 600);

        TransferOutcome outcome = done(transfers.give(request));

        Transfer transfer = new Transfer(request.id(), request.from(), request.to(), request.amount(), 16, now);
        assertThat(outcome).isEqualTo(new Transferred(transfer));
        assertThat(credit("alice")).isEqualTo(384);
        assertThat(credit("bob")).isEqualTo(600);
        assertThat(held("transfer-fees")).isEqualTo(16);
        assertThat(transfers.find(APP, request.id()).block()).isEqualTo(transfer);
        assertThat(transfers.find(new Caller("another", null), request.id()).blockOptional()).isEmpty();
    }

    @Test
    void transferWithoutFeeTakesTheAmountOnly() {
        topUp("alice", 600);

        assertThat(done(node(NO_FEE, WIDE).give(gift("1", 600)))).isInstanceOf(Transferred.class);
        assertThat(credit("alice")).isZero();
        assertThat(credit("bob")).isEqualTo(600);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void partsAreTheWholeWhateverFeeAndAmount(long seed) {
        Random random = new Random(seed);
        topUp("alice", 1_000_000_000);
        long fees = 0;
        for (int i = 0; i < 20; i++) {
            Fee fee = new Fee(random.nextInt(50), random.nextInt(10_001), random.nextInt(100));
            long amount = 1L + random.nextInt(1_000_000);
            long before = credit("alice");
            long bob = credit("bob");

            assertThat(done(node(fee, WIDE).give(gift("key" + i, amount)))).isInstanceOf(Transferred.class);

            fees += fee.of(amount);
            assertThat(credit("bob")).isEqualTo(bob + amount);
            assertThat(credit("alice")).isEqualTo(before - amount - fee.of(amount));
            assertThat(held("transfer-fees")).isEqualTo(fees);
        }
    }

    /** On one bucket that covers half of them. */
    @Test
    void exactlyThoseThatAreCoveredAreGiven() {
        int covered = CALLERS * 10 / 2;
        topUp("alice", covered * 25L + 24);

        List<TransferOutcome> outcomes = atOnce(FEE, WIDE, 10, 10);

        assertThat(outcomes).hasSize(CALLERS * 10);
        assertThat(given(outcomes)).isEqualTo(covered);
        assertThat(outcomes).filteredOn(outcome -> !(outcome instanceof Transferred))
                .containsOnly(new InsufficientBalance());
        assertThat(credit("alice")).isEqualTo(24);
        assertThat(credit("bob")).isEqualTo(covered * 10L);
        assertThat(held("transfer-fees")).isEqualTo(covered * 15L);
    }

    @ParameterizedTest
    @EnumSource(names = {"MOST_A_DAY", "MOST_AMOUNT_A_DAY", "LEAST_LEFT"})
    void callersAtOnceDoNotPassALimitTogether(Limit limit) {
        topUp("alice", 1_000);
        // Seven of 10 with a fee of 15 each, whatever the limit.
        Limits limits = new Limits(1, 10, limit == Limit.MOST_A_DAY ? 7 : 1_000,
                limit == Limit.MOST_AMOUNT_A_DAY ? 79 : 10_000, limit == Limit.LEAST_LEFT ? 801 : 0);

        List<TransferOutcome> outcomes = atOnce(FEE, limits, 1, 10);

        assertThat(given(outcomes)).isEqualTo(7);
        assertThat(outcomes).filteredOn(outcome -> !(outcome instanceof Transferred))
                .containsOnly(new LimitReached(limit));
        assertThat(credit("alice")).isEqualTo(1_000 - 7 * 25);
    }

    /** In all directions, between buckets that are there and one that is new. */
    @Test
    void crossingTransfersLoseNothing() {
        subscriber("carol", Status.ACTIVE, null);
        topUp("alice", 10_000);
        topUp("bob", 10_000);
        List<String> people = List.of("alice", "bob", "carol");
        List<Transfers> nodes = List.of(node(NO_FEE, WIDE), node(NO_FEE, WIDE));
        Random random = new Random(11);
        List<TransferRequest> requests = random.ints(600, 0, 6).mapToObj(pair -> request("k" + names.incrementAndGet(),
                people.get(pair / 2), people.get((pair / 2 + 1 + pair % 2) % 3), 1 + random.nextInt(40))).toList();

        assertThat(Flux.fromIterable(requests)
                .flatMap(request -> nodes.get(request.key().hashCode() & 1).give(request), CALLERS)
                .count().block(LONGEST)).isEqualTo(600);

        assertThat(credit("alice") + credit("bob") + credit("carol")).isEqualTo(20_000);
        assertThat(credit("carol")).isPositive();
    }

    @Test
    void repeatIsAnsweredAsTheFirstTimeAndAnotherRequestUnderTheKeyIsRefused() {
        topUp("alice", 25);
        List<Transfers> nodes = List.of(node(FEE, WIDE), node(FEE, WIDE));

        List<TransferOutcome> outcomes = Flux.range(0, CALLERS)
                .flatMap(caller -> nodes.get(caller & 1).give(gift("key", 10)), CALLERS)
                .distinct()
                .collectList().blockOptional(LONGEST).orElseThrow();

        assertThat(outcomes).singleElement().isInstanceOf(Transferred.class);
        assertThat(credit("alice")).isZero();
        assertThat(done(node(FEE, WIDE).give(gift("key", 11)))).isEqualTo(new KeyReused());
        assertThat(done(node(FEE, WIDE).give(request("key", "bob", "alice", 10)))).isEqualTo(new KeyReused());
    }

    /** Whoever was told that nothing moved is not charged by the same request that comes late. */
    @Test
    void refusalIsKeptAndSoIsWhatWasGiven() {
        assertThat(done(node(FEE, WIDE).give(gift("early", 10)))).isEqualTo(new InsufficientBalance());
        topUp("alice", 1_000);
        assertThat(done(node(FEE, WIDE).give(gift("early", 10)))).isEqualTo(new InsufficientBalance());
        TransferOutcome given = done(node(FEE, WIDE).give(gift("late", 10)));

        database.client().sql("UPDATE balance.subscriber SET status = 'BARRED' WHERE id = 'sub_alice'").then().block();
        assertThat(done(node(FEE, WIDE).give(gift("late", 10)))).isEqualTo(given).isInstanceOf(Transferred.class);
        assertThat(credit("alice")).isEqualTo(975);
    }

    /** The statement is committed and nobody hears of it, or it never comes: the caller cannot know, and repeats. */
    @ParameterizedTest
    @EnumSource
    void repeatAfterALostConnectionMovesOnce(Moment moment) {
        topUp("alice", 1_000);
        try (PgProxy proxy = PgProxy.before(database.port())) {
            ConnectionPool behind = new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(
                    ConnectionFactoryOptions.parse(database.r2dbcUrlAt(proxy.port())).mutate()
                            .option(ConnectionFactoryOptions.USER, database.username())
                            .option(ConnectionFactoryOptions.PASSWORD, database.password())
                            .build()))
                    .maxSize(1)
                    .build());
            var hold = proxy.hold(moment, "transfer_all");
            CompletableFuture<TransferOutcome> first = node(FEE, WIDE, behind).give(gift("key", 10)).toFuture();
            hold.awaitReached(LONGEST);
            hold.cut();
            assertThat(first).failsWithin(LONGEST);
            behind.dispose();
        }
        assertThat(credit("bob")).isEqualTo(moment == Moment.COMMITTED ? 10 : 0);

        assertThat(done(node(FEE, WIDE).give(gift("key", 10)))).isInstanceOf(Transferred.class);
        assertThat(credit("alice")).isEqualTo(975);
        assertThat(credit("bob")).isEqualTo(10);
    }

    @Test
    void dayBeginsWhereTheSenderIs() {
        topUp("alice", 1_000);
        Transfers transfers = node(FEE, new Limits(1, 1_000, 1, 10_000, 0));
        assertThat(done(transfers.give(gift("1", 10)))).isInstanceOf(Transferred.class);

        now = Instant.parse("2026-03-02T04:59:59Z");
        assertThat(done(transfers.give(gift("2", 10)))).isEqualTo(new LimitReached(Limit.MOST_A_DAY));
        now = Instant.parse("2026-03-02T05:00:00Z");
        assertThat(done(transfers.give(gift("3", 10)))).isInstanceOf(Transferred.class);
        topUp("bob", 15);
        assertThat(done(transfers.give(request("4", "bob", "alice", 10)))).as("each sender has days of its own")
                .isInstanceOf(Transferred.class);
        assertThat(done(transfers.give(gift("2", 10)))).isEqualTo(new LimitReached(Limit.MOST_A_DAY));
    }

    @Test
    void onlyActiveSubscribersOfOneUnitGiveAndGet() {
        plan("far", "airtime:EUR", "Europe/Berlin");
        subscriber("barred", Status.BARRED, "city");
        subscriber("frozen", Status.FROZEN, "city");
        subscriber("closed", Status.CLOSED, "city");
        subscriber("abroad", Status.ACTIVE, "far");
        List.of("alice", "barred", "frozen", "abroad").forEach(name -> topUp(name, 1_000));
        database.client().sql("INSERT INTO balance.subscriber_number VALUES ('sub_alice', '+12125550000', true)").then()
                .block();
        numbers.put("alice's other", new Msisdn("+12125550000"));
        numbers.put("nobody", new Msisdn("+12125559999"));

        assertThat(between("barred", "bob")).isEqualTo(new NotActive(Side.SENDER));
        assertThat(between("frozen", "bob")).isEqualTo(new NotActive(Side.SENDER));
        assertThat(between("alice", "barred")).isEqualTo(new NotActive(Side.RECIPIENT));
        assertThat(between("alice", "frozen")).isEqualTo(new NotActive(Side.RECIPIENT));
        assertThat(between("closed", "bob")).isEqualTo(new UnknownSubscriber(Side.SENDER));
        assertThat(between("alice", "nobody")).isEqualTo(new UnknownSubscriber(Side.RECIPIENT));
        assertThat(between("abroad", "bob")).isEqualTo(new OtherUnit(Side.SENDER));
        assertThat(between("alice", "abroad")).isEqualTo(new OtherUnit(Side.RECIPIENT));
        assertThat(between("alice", "alice's other")).isEqualTo(new ToOneself());
        assertThat(count("SELECT count(*) FROM balance.transfer")).isEqualTo(9);
        assertThat(held("transfer-fees")).isZero();
    }

    private TransferOutcome between(String from, String to) {
        return done(node(FEE, WIDE).give(request(from + "-" + to, from, to, 10)));
    }

    @Test
    void subscribersOwnTokenGivesFromThatSubscriberOnly() {
        topUp("alice", 1_000);
        TransferRequest asked = gift("key", 10);
        Transfers transfers = node(FEE, WIDE);

        assertThat(done(transfers.give(new TransferRequest(new Caller("bob's", "sub_bob"), "key", asked.from(),
                asked.to(), asked.amount())))).isEqualTo(new UnknownSubscriber(Side.SENDER));
        assertThat(done(transfers.give(new TransferRequest(new Caller("alice's", "sub_alice"), "key", asked.from(),
                asked.to(), asked.amount())))).isInstanceOf(Transferred.class);
    }

    @Test
    void creditThatHasEndedIsNotGiven() {
        topUp("alice", 1_000);
        database.client().sql("""
                INSERT INTO balance.bucket_terms (account, unit, owner, valid_from, valid_until, priority)
                VALUES ('bucket:sub_alice', 'airtime:USD', 'sub_alice', '2026-01-01Z', '2026-03-02T03:00:01Z', 1)
                """).then().block();
        assertThat(done(node(FEE, WIDE).give(gift("1", 10)))).isInstanceOf(Transferred.class);

        now = now.plusSeconds(1);
        assertThat(done(node(FEE, WIDE).give(gift("2", 10)))).isEqualTo(new InsufficientBalance());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE balance.transfer SET amount = 1", "DELETE FROM balance.transfer",
            "TRUNCATE balance.transfer"})
    void transfersAreNeverChanged(String statement) {
        database.client().sql(statement).then().as(StepVerifier::create).verifyErrorSatisfies(
                refused -> assertThat(refused).rootCause().hasMessageContaining("append-only"));
    }
}
