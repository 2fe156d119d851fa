package dev.refill.charging.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.bucket.BucketTerms;
import dev.refill.bucket.Buckets;
import dev.refill.bucket.Lasting;
import dev.refill.bucket.TestBuckets;
import dev.refill.bucket.TopUp;
import dev.refill.charging.Charging;
import dev.refill.charging.ChargingId;
import dev.refill.charging.ChargingNotices.ToppedUp;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.EventRequest;
import dev.refill.charging.SessionAnswer;
import dev.refill.charging.SessionOutcome;
import dev.refill.charging.SessionRequest.Begin;
import dev.refill.charging.SessionRequest.Release;
import dev.refill.charging.SessionRequest.Report;
import dev.refill.charging.SessionRequest.Units;
import dev.refill.charging.Target;
import dev.refill.charging.User;
import dev.refill.charging.Users;
import dev.refill.charging.store.R2dbcBookings;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.TestBooks;
import dev.refill.lowbalance.LowBalance;
import dev.refill.lowbalance.LowBalanceNotices;
import dev.refill.lowbalance.TellCrossings;
import dev.refill.lowbalance.TestLowBalance;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.InMemoryTariffs;
import dev.refill.tariff.NewVersion;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.TestPlans;
import dev.refill.tariff.Validity;
import dev.refill.tariff.plan.Service;
import dev.refill.testsupport.TestDatabase;
import dev.refill.usage.UsageNotices.Reached;
import dev.refill.usage.UsageProperties;
import dev.refill.usage.Usages;
import dev.refill.usage.store.R2dbcThresholds;
import dev.refill.usage.store.R2dbcUsages;
import dev.refill.usage.threshold.TellThresholds;

/** A network on a database of its own: a plan of round prices, subscribers, a clock that a test moves. */
final class TestNetwork implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    static final LedgerUnit SECONDS = new LedgerUnit("voice:second");
    static final LedgerUnit BYTES = new LedgerUnit("data:byte");
    static final Target CALL = new Target.Call("+12125550100");
    static final Target TEXT = new Target.Messages("+12125550100");
    static final Target WEB = new Target.Traffic(10);
    static final Target VIDEO = new Target.Traffic(20);
    static final String PLAN = """
            plan: round
            title: Round prices
            unit: airtime:USD
            time-zone: UTC
            zones:
              national: [+1]
            voice:
              national: { price: 1, per: 1 s, first: 10 s, next: 10 s, rounding: up to 1 }
            sms:
              national: { price: 5, per: 1, first: 1, next: 1, rounding: up to 1 }
            data:
              10: { price: 1, per: 1 kB, first: 1 kB, next: 1 kB, rounding: up to 1 }
              20: { price: 2, per: 1 kB, first: 1 kB, next: 1 kB, rounding: up to 1 }
              99: free
            allowances:
              pack: { service: data, amount: 1 GB, days: 30 }
              minutes: { service: voice, amount: 100 min, days: 30 }
            """;

    /** Records with the books, counters with records, and what allowances know of sessions with what is held for them. */
    private static final String USAGE_BREAKS = """
            SELECT 'records say ' || recorded || ', the books ' || posted
            FROM (SELECT coalesce(sum(charged), 0) AS recorded FROM balance.usage) AS r,
                 (SELECT coalesce(sum(balance), 0) AS posted FROM balance.account
                  WHERE starts_with(account, 'used-credit') AND unit = 'airtime:USD') AS p
            WHERE recorded <> posted
            UNION ALL
            SELECT 'counters of ' || subscriber_id || ' ' || service || ': ' || coalesce(counted, 'none') || ', records ' || coalesce(recorded, 'none')
            FROM (SELECT subscriber_id, service, charged_in, sum(quantity) || ' for ' || sum(charged) AS counted
                  FROM balance.usage_counter GROUP BY 1, 2, 3) AS c
            FULL JOIN (SELECT subscriber_id, service, charged_in, sum(quantity) || ' for ' || sum(charged) AS recorded
                       FROM balance.usage GROUP BY 1, 2, 3) AS r USING (subscriber_id, service, charged_in)
            WHERE counted IS DISTINCT FROM recorded
            UNION ALL
            SELECT 'allowances know of ' || coalesce(known, 0) || ' ' || unit || ', held are ' || coalesce(held, 0)
            FROM (SELECT unit, sum(reserved) AS known FROM balance.allowance_use GROUP BY unit) AS a
            FULL JOIN (SELECT unit, sum(balance) AS held FROM balance.bucket
                       WHERE account LIKE 'frozen:%:charging' AND unit <> 'airtime:USD' GROUP BY unit) AS h USING (unit)
            WHERE coalesce(known, 0) <> coalesce(held, 0)
            """;
    static final UsageProperties USAGE = new UsageProperties(ZoneOffset.ofHours(-5), List.of(50, 80, 100),
            Duration.ofSeconds(1), 100);
    private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(128, 4096, Duration.ofSeconds(10));

    private final TestDatabase database = TestDatabase.with("balance");
    private final TariffPlan plan = TestPlans.read(PLAN);
    private final Map<Msisdn, User> users = new ConcurrentHashMap<>();
    private final AtomicLong names = new AtomicLong();
    private Instant now = NOON;
    private final Clock clock = new Clock() {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };
    private final InMemoryTariffs tariffs = new InMemoryTariffs(clock);

    /** What clients were told without having asked, in the order in which they were; one that was told before is passed over. */
    private final Map<String, ToppedUp> heard = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<Long, Reached> reached = new ConcurrentSkipListMap<>();
    private boolean noticesAreLost;

    /** One node. */
    record Node(Charging charging, SilenceSessions supervisor, NoticeTopUps topUps, Bookings bookings, Usages usages,
            TellThresholds thresholds) {}

    TestNetwork() {
        tariffs.put(new NewVersion(plan.id(), 0, NOON.minusSeconds(0), "ann", "first"), plan).block();
    }

    Node node() {
        var bookings = new R2dbcBookings(database.connections(), 2, LIMITS, USAGE);
        Buckets buckets = buckets();
        Users known = new Users() {

            @Override
            public Mono<User> withNumber(Msisdn number) {
                return Mono.justOrEmpty(users.get(number));
            }

            @Override
            public Mono<User> withId(SubscriberId id) {
                return Mono.justOrEmpty(users.values().stream().filter(user -> user.id().equals(id)).findFirst());
            }
        };
        var sessions = new ChargeSession(known, tariffs, buckets, bookings, Duration.ofMinutes(10), 20, clock);
        return new Node(new ChargingDesk(sessions, new ChargeEvent(known, tariffs, buckets, bookings),
                new RefundEvent(bookings, TestBooks.over(database.connections()), clock),
                new Enquire(known, tariffs, buckets)),
                new SilenceSessions(bookings, sessions, 100, clock),
                new NoticeTopUps(bookings, sessions, this::tell, 100, clock), bookings,
                new R2dbcUsages(database.connections(), USAGE.timeZone(), clock),
                new TellThresholds(new R2dbcThresholds(database.connections()), subscribers, this::tellReached, 100));
    }

    private final Subscribers subscribers = new Subscribers() {

        @Override
        public Mono<Subscriber> withNumber(Msisdn number) {
            throw new UnsupportedOperationException("withNumber");
        }

        @Override
        public Mono<Subscriber> withId(SubscriberId id) {
            return Flux.fromIterable(users.entrySet())
                    .filter(user -> user.getValue().id().equals(id))
                    .map(user -> new Subscriber(id, user.getKey(), Subscriber.Status.ACTIVE))
                    .next();
        }

        @Override
        public Mono<Subscriber> provision(Subscriber subscriber) {
            throw new UnsupportedOperationException("provision");
        }
    };

    private Mono<Void> tellReached(List<Reached> all) {
        return Mono.fromRunnable(() -> {
            if (noticesAreLost) {
                throw new IllegalStateException("the database is away");
            }
            all.forEach(one -> reached.putIfAbsent(one.number(), one));
        });
    }

    /** What others were told of allowances, in the order in which it was reached. */
    List<Reached> reached() {
        return List.copyOf(reached.values());
    }

    private Mono<Void> tell(List<ToppedUp> sessions) {
        return Mono.fromRunnable(() -> {
            if (noticesAreLost) {
                throw new IllegalStateException("the database is away");
            }
            sessions.forEach(session -> heard.putIfAbsent(session.session() + "_" + session.version(), session));
        });
    }

    void loseNotices(boolean lost) {
        noticesAreLost = lost;
    }

    List<ToppedUp> heard() {
        return List.copyOf(heard.values());
    }

    LowBalance lowBalance() {
        return TestLowBalance.over(database.connections());
    }

    TellCrossings crossings(LowBalanceNotices notices) {
        return TestLowBalance.telling(database.connections(), notices);
    }

    Buckets buckets() {
        return TestBuckets.over(database.connections());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Somebody with so much credit in the main bucket. */
    Msisdn subscriber(String name, long credit) {
        Msisdn number = new Msisdn("+1212555" + String.format("%04d", 1000 + names.incrementAndGet()));
        users.put(number, new User(new SubscriberId("sub_" + name), true, plan.id()));
        topUp(name, credit);
        return number;
    }

    void bar(Msisdn number) {
        users.computeIfPresent(number, (same, user) -> new User(user.id(), false, user.plan()));
    }

    void topUp(String name, long credit) {
        if (credit > 0) {
            fill(AccountId.bucketOf("sub_" + name), AIRTIME, credit);
        }
    }

    /** Credit that comes under terms. */
    void topUp(String name, long credit, Lasting lasting) {
        fill(done(
                buckets().makeRoom(new TopUp("rch_" + names.incrementAndGet(), "sub_" + name, AIRTIME, lasting, now))),
                AIRTIME, credit);
    }

    /** Free seconds until then. */
    AccountId minutes(String name, String id, long seconds, Instant until) {
        return free(name, id, SECONDS, "minutes", seconds, new Validity(NOON.minusSeconds(3_600), until));
    }

    /** Free bytes from now until then. */
    AccountId pack(String name, String id, long bytes, Instant until) {
        return free(name, id, BYTES, "pack", bytes, new Validity(now, until));
    }

    AccountId free(String name, String id, LedgerUnit unit, String allowance, long amount, Validity validity) {
        var account = new AccountId("bucket:sub_" + name + ":" + id);
        buckets().open("sub_" + name, new BucketTerms(account, unit, Optional.of(allowance), validity, 10)).block();
        if (amount > 0) {
            fill(account, unit, amount);
        }
        return account;
    }

    /** Puts more into a bucket. */
    void more(AccountId account, LedgerUnit unit, long amount) {
        fill(account, unit, amount);
    }

    private void fill(AccountId account, LedgerUnit unit, long amount) {
        database.client()
                .sql("SELECT outcome FROM balance.post(:id, 'recharge', 'test', now(), :accounts, :units, :amounts)")
                .bind("id", "ent_test_" + names.incrementAndGet())
                .bind("accounts", new String[]{account.value(), "issued-credit"})
                .bind("units", new String[]{unit.code(), unit.code()})
                .bind("amounts", new Long[]{amount, -amount})
                .fetch()
                .one()
                .block();
    }

    long held(AccountId account, LedgerUnit unit) {
        return database.client()
                .sql("SELECT coalesce(sum(balance), 0)::bigint AS held FROM balance.account WHERE account = :account AND unit = :unit")
                .bind("account", account.value())
                .bind("unit", unit.code())
                .map(row -> Optional.ofNullable(row.get("held", Long.class)).orElse(0L))
                .one()
                .blockOptional()
                .orElse(0L);
    }

    long credit(String name) {
        return held(AccountId.bucketOf("sub_" + name), AIRTIME);
    }

    long used() {
        return Arrays.stream(Service.values()).mapToLong(service -> held(Moves.used(service), AIRTIME)).sum();
    }

    long reserved(String name) {
        return held(Session.hold(new SubscriberId("sub_" + name)), AIRTIME);
    }

    /** Where the books disagree with themselves, with what sessions say they hold, or with what was used. */
    List<?> breaks() {
        List<Object> breaks = new ArrayList<>(
                done(LedgerInvariants.over(database.connections()).breaks().collectList()));
        Map<String, Long> said = new TreeMap<>();
        done(node().bookings().silent(Instant.parse("2100-01-01T00:00:00Z"), 100_000).collectList())
                .forEach(session -> session.parts().stream().flatMap(part -> part.reserved().stream())
                        .forEach(bucket -> said.merge(Session.hold(session.subscriber()) + " " + bucket.terms().unit(),
                                bucket.left(), Long::sum)));
        Map<String, Long> kept = new TreeMap<>(done(database.client()
                .sql("SELECT account || ' ' || unit AS place, balance FROM balance.bucket WHERE account LIKE 'frozen:%:charging' AND balance > 0")
                .map(row -> Map.entry(Objects.requireNonNull(row.get("place", String.class)),
                        Objects.requireNonNull(row.get("balance", Long.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)));
        if (!said.equals(kept)) {
            breaks.add("sessions say " + said + ", the books hold " + kept);
        }
        breaks.addAll(
                done(database.client().sql(USAGE_BREAKS).map(row -> row.get(0, String.class)).all().collectList()));
        return breaks;
    }

    Begin begin(Msisdn number, String reference, Target target, long requested) {
        return new Begin("smf", reference, number, now, 1, List.of(new Units(target, 0, requested)));
    }

    static Report report(ChargingId id, long sequence, Target target, long used, long requested) {
        return new Report("smf", id, sequence, List.of(new Units(target, used, requested)));
    }

    static Release release(ChargingId id, long sequence, Target target, long used) {
        return new Release("smf", id, sequence, List.of(new Units(target, used, 0)));
    }

    EventRequest event(Msisdn number, String reference, Target target, long quantity) {
        return new EventRequest("smf", reference, number, target, now, quantity);
    }

    static <T> T done(Mono<T> work) {
        return work.blockOptional(Duration.ofMinutes(10)).orElseThrow();
    }

    static SessionAnswer answer(Mono<SessionOutcome> outcome) {
        return answered(done(outcome));
    }

    static SessionAnswer answered(SessionOutcome reached) {
        if (reached instanceof SessionOutcome.Answered(SessionAnswer answer)) {
            return answer;
        }
        throw new AssertionError(reached);
    }

    static boolean isCharged(EventOutcome outcome) {
        return outcome instanceof EventOutcome.Charged;
    }

    @Override
    public void close() {
        database.close();
    }
}
