package dev.refill.charging.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.bucket.BucketTerms;
import dev.refill.bucket.HeldBucket;
import dev.refill.charging.ChargingId;
import dev.refill.charging.EventAnswer;
import dev.refill.charging.ResultCode;
import dev.refill.charging.SessionAnswer;
import dev.refill.charging.SessionState;
import dev.refill.charging.Target;
import dev.refill.charging.session.Booking;
import dev.refill.charging.session.Booking.Written;
import dev.refill.charging.session.MemoryBookings;
import dev.refill.charging.session.Part;
import dev.refill.charging.session.Session;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.InMemoryLedger;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.PlanId;
import dev.refill.tariff.Usage;
import dev.refill.tariff.Validity;
import dev.refill.tariff.plan.Service;
import dev.refill.testsupport.TestDatabase;
import dev.refill.usage.Drawn;
import dev.refill.usage.UsageChange;
import dev.refill.usage.UsageProperties;
import dev.refill.usage.Used;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random bookings, repeats, stale ones and shortages, cut into batches at random, are answered as by the model that takes them
 * one by one, and leave the same balances, sessions and answers.
 */
class BookingsAgainstModelIT {

    private static final int SEEDS = Integer.getInteger("seeds", 12);
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final AccountId USED = new AccountId("used-credit");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final long FILLED = 2_000;
    private static final UsageProperties USAGE = new UsageProperties(TOKYO, List.of(50, 80, 100),
            Duration.ofSeconds(1), 100);
    private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(50, 1_000, Duration.ofSeconds(10));

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void writeWhenRandomInRandomBatchesThenAsTheModelOneByOne(long seed) {
        try (TestDatabase database = TestDatabase.with("balance")) {
            var random = new Random(seed);
            var books = new R2dbcBookings(database.connections(), 2, LIMITS, USAGE);
            var ledger = new InMemoryLedger();
            var model = new MemoryBookings(ledger);
            fill(database, ledger);
            Map<ChargingId, Long> versions = new HashMap<>();
            for (int step = 0; step < 40; step++) {
                List<Booking> batch = batch(random, versions);
                List<Written> expected = done(Flux.fromIterable(batch).concatMap(model::write).collectList());
                assertThat(done(books.writeAll(batch))).as("seed %d, step %d: %s", seed, step, batch)
                        .isEqualTo(expected);
                for (int i = 0; i < batch.size(); i++) {
                    Session session = batch.get(i).session();
                    if (session != null && expected.get(i) == Written.CHARGED) {
                        versions.put(session.id(), session.version());
                    }
                }
            }
            holdTheSame(database, books, ledger, model, versions);
        }
    }

    private static void holdTheSame(TestDatabase database, R2dbcBookings books, InMemoryLedger ledger,
            MemoryBookings model,
            Map<ChargingId, Long> versions) {
        ledger.balances().forEach(balance -> assertThat(held(database, balance.account()))
                .as(balance.account().value()).isEqualTo(balance.amount().value()));
        versions.keySet().forEach(id -> assertThat(books.session(id).block()).isEqualTo(model.session(id).block()));
        versions.forEach((id, version) -> assertThat(books.answer(id, version).block())
                .isEqualTo(model.answer(id, version).block()));
        assertThat(done(books.silent(NOON.plusSeconds(50), 100).map(Session::id).collectList()))
                .containsExactlyInAnyOrderElementsOf(
                        done(model.silent(NOON.plusSeconds(50), 100).map(Session::id).collectList()));
        useTheSame(database, model);
        assertThat(done(LedgerInvariants.over(database.connections()).breaks().collectList())).isEmpty();
    }

    private static void useTheSame(TestDatabase database, MemoryBookings model) {
        assertThat(rows(database, """
                SELECT id || ' ' || subscriber_id || ' ' || target AS key, quantity || ' for ' || charged AS found FROM balance.usage
                """)).isEqualTo(sums(model, line -> line.id() + " " + line.subscriber() + " " + line.used().target()));
        assertThat(rows(database, """
                SELECT subscriber_id || ' ' || day || ' ' || service AS key, quantity || ' for ' || charged AS found
                FROM balance.usage_counter
                """)).isEqualTo(sums(model, line -> line.subscriber() + " "
                + LocalDate.ofInstant(line.used().until(), TOKYO) + " " + line.used().service().word()));
        assertThat(rows(database, """
                SELECT account AS key, 'fill ' || fill || ' of ' || filled || ': ' || remaining AS found
                FROM balance.allowance_use
                """)).isEqualTo(model.spent().entrySet().stream().collect(Collectors.toMap(
                bucket -> bucket.getKey().value(),
                bucket -> "fill 1 of " + FILLED + ": " + (FILLED - bucket.getValue()))));
        assertThat(rows(database, """
                SELECT account || ' ' || percent AS key, count(*)::text AS found FROM balance.usage_threshold
                GROUP BY account, percent
                """)).isEqualTo(model.spent().entrySet().stream()
                .flatMap(bucket -> USAGE.thresholds().stream()
                        .filter(percent -> bucket.getValue() * 100 >= FILLED * percent)
                        .map(percent -> bucket.getKey() + " " + percent))
                .collect(Collectors.toMap(reached -> reached, reached -> "1")));
    }

    private static Map<String, String> sums(MemoryBookings model, Function<MemoryBookings.Line, String> key) {
        return model.used().stream().collect(Collectors.groupingBy(key, Collectors.collectingAndThen(
                Collectors.toList(), lines -> lines.stream().mapToLong(line -> line.used().quantity()).sum() + " for "
                        + lines.stream().mapToLong(line -> line.used().charged().value()).sum())));
    }

    private static Map<String, String> rows(TestDatabase database, String sql) {
        return done(database.client().sql(sql)
                .map(row -> Map.entry(Objects.requireNonNull(row.get("key", String.class)),
                        Objects.requireNonNull(row.get("found", String.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static <T> T done(Mono<T> work) {
        return work.blockOptional(Duration.ofSeconds(60)).orElseThrow();
    }

    private static long held(TestDatabase database, AccountId account) {
        return done(database.client()
                .sql("SELECT coalesce(sum(balance), 0)::bigint AS held FROM balance.account WHERE account = :account")
                .bind("account", account.value())
                .map(row -> Optional.ofNullable(row.get("held", Long.class)).orElse(0L))
                .one());
    }

    private static void fill(TestDatabase database, InMemoryLedger ledger) {
        for (int i = 0; i < 4; i++) {
            AccountId bucket = bucket(i);
            done(ledger.post(new Entry(new EntryId("ent_fill_" + i), "recharge", "fill", NOON,
                    List.of(posting(bucket, FILLED), posting(new AccountId("issued-credit"), -FILLED)))));
            database.client()
                    .sql("SELECT outcome FROM balance.post(:id, 'recharge', 'fill', now(), :accounts, :units, :amounts)")
                    .bind("id", "ent_fill_" + i)
                    .bind("accounts", new String[]{bucket.value(), "issued-credit"})
                    .bind("units", new String[]{AIRTIME.code(), AIRTIME.code()})
                    .bind("amounts", new Long[]{FILLED, -FILLED})
                    .fetch().one().block();
        }
    }

    private static AccountId bucket(int owner) {
        return AccountId.bucketOf("sub_" + owner);
    }

    private static Posting posting(AccountId account, long value) {
        return new Posting(account, new Amount(AIRTIME, value));
    }

    /** One that is free and one that is not, under one id: such a batch is refused whole, and cut by whoever sent it. */
    private static boolean isClash(Booking one, Booking other) {
        return one.id().equals(other.id()) && one.postings().isEmpty() != other.postings().isEmpty();
    }

    /** Of each session one at most: a second one in a batch is always late here, and by itself it need not be. */
    private static List<Booking> batch(Random random, Map<ChargingId, Long> versions) {
        List<Booking> batch = new ArrayList<>();
        List<ChargingId> sessions = new ArrayList<>();
        for (int i = 1 + random.nextInt(20); i > 0; i--) {
            if (random.nextBoolean()) {
                Booking event = event(random);
                if (batch.stream().noneMatch(other -> isClash(event, other))) {
                    batch.add(event);
                }
            } else {
                ChargingId id = ChargingId.session("smf", "s" + random.nextInt(12));
                if (!sessions.contains(id)) {
                    sessions.add(id);
                    batch.add(session(random, id, versions.getOrDefault(id, 0L)));
                }
            }
        }
        return batch;
    }

    /** Of 80 ids, so that many are repeated, some with other content. */
    private static Booking event(Random random) {
        int number = random.nextInt(80);
        ChargingId id = ChargingId.event("smf", "e" + number);
        long cost = number % 5 == 0 || random.nextInt(8) == 0 ? 0 : 10 + number + (random.nextInt(6) == 0 ? 1 : 0);
        var subscriber = new SubscriberId("sub_" + number % 4);
        var answer = new EventAnswer(id, subscriber, ResultCode.SUCCESS, AIRTIME.code(), cost, List.of());
        return new Booking(id, "smf", subscriber, "usage", NOON, cost == 0
                ? List.of()
                : List.of(posting(bucket(number % 4), -cost), posting(USED, cost)),
                new UsageChange(List.of(used(Service.SMS, "+1212", NOON, 1, cost)),
                        cost == 0 ? List.of() : List.of(new Drawn(bucket(number % 4), AIRTIME, cost, 0))),
                null,
                new Booking.Stamped(1, "print" + cost, answer));
    }

    private static Used used(Service service, String target, Instant until, long quantity, long charged) {
        return new Used(service, target, NOON.minusSeconds(9), until, quantity, new Amount(AIRTIME, charged));
    }

    /** Mostly the next version, sometimes one that is stale or too new; moves credit into the hold or back. */
    private static Booking session(Random random, ChargingId id, long version) {
        int owner = Math.floorMod(id.value().hashCode(), 4);
        var subscriber = new SubscriberId("sub_" + owner);
        long next = Math.max(1, version + 1 + (random.nextInt(5) == 0 ? random.nextInt(3) - 1 : 0));
        long moves = random.nextInt(4) == 0 ? 0 : random.nextInt(120) - 20;
        AccountId hold = Session.hold(subscriber);
        boolean open = random.nextInt(3) > 0;
        var terms = new BucketTerms(bucket(owner), AIRTIME,
                random.nextBoolean() ? Optional.empty() : Optional.of("texts"),
                new Validity(NOON, random.nextBoolean() ? null : NOON.plusSeconds(1_000)), 7);
        var session = new Session(id, "smf", subscriber, new PlanId("round"), 3, NOON.minusSeconds(9), next,
                open ? SessionState.OPEN : SessionState.RELEASED, next,
                List.of(new Part(new Target.Traffic(7), 5, List.of(new Usage.Mark(3, NOON)), random.nextInt(9),
                        random.nextBoolean(), List.of(new HeldBucket(terms, random.nextInt(9))),
                        List.of(new HeldBucket(terms, 3)), random.nextInt(3)),
                        new Part(new Target.Call("+1212"), 1, List.of(), 0, false, List.of(), List.of(), 0)),
                open ? NOON.plusSeconds(random.nextInt(100)) : null);
        var answer = new SessionAnswer(id, next, session.state(),
                List.of(new SessionAnswer.Grant(new Target.Traffic(7), ResultCode.SUCCESS, 9, 1, true)), 600,
                AIRTIME.code(),
                random.nextInt(99), 0);
        return new Booking(id, "smf", subscriber, "session", NOON, moves == 0
                ? List.of()
                : List.of(posting(bucket(owner), -moves), posting(hold, moves)),
                new UsageChange(Stream.of(used(Service.DATA, "7", NOON.plusSeconds(random.nextInt(100_000)),
                        random.nextInt(3), 0),
                        used(Service.VOICE, "+1212", NOON, random.nextInt(2), random.nextInt(3) - 1))
                        .filter(used -> !used.isNothing()).toList(),
                        moves == 0 ? List.of() : List.of(new Drawn(bucket(owner), AIRTIME, 0, moves))),
                session,
                new Booking.Stamped(next, "print" + random.nextInt(), answer));
    }
}
