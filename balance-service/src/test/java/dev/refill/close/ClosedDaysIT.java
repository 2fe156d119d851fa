package dev.refill.close;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.Entry;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.ledger.Posting;

import static dev.refill.close.TestDays.LONGEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which entries are in which day, that a day is sealed once, and that it stays closed. */
class ClosedDaysIT {

    private final TestDays days = new TestDays();

    @AfterEach
    void booksAgree() {
        assertThat(LedgerInvariants.over(days.database.connections()).breaks().collectList().block(LONGEST)).isEmpty();
        days.close();
    }

    @Test
    void entryIsInTheDayOfItsTime() {
        String before = days.post(-30, "12:00:00", 100);
        String start = days.post(0, "00:00:00", 101);
        String end = days.post(0, "23:59:59.999999", 102);
        String next = days.post(1, "00:00:00", 103);

        days.closeAndSeal(0);
        days.closeAndSeal(1);

        assertThat(days.entries(0)).as("the first day of all has everything before it")
                .containsExactly(before, start, end);
        assertThat(days.entries(1)).containsExactly(next);
    }

    @Test
    void entryWhenItComesAfterTheCutThenInTheNextDay() {
        String early = days.post(0, "12:00:00", 100);
        days.close(0);
        String late = days.post(0, "13:00:00", 101);
        days.seal(10);
        String later = days.post(0, "14:00:00", 102);

        days.closeAndSeal(1);

        assertThat(days.entries(0)).containsExactly(early);
        assertThat(days.entries(1)).containsExactly(late, later);
    }

    @Test
    void entryWhenItsTimeIsInTheFutureThenItsWritingCounts() throws SQLException {
        String first = days.post(0, "12:00:00", 100);
        Entry dreamt = days.recharge(Instant.parse("2099-01-01T00:00:00Z"), "sub_1", 5);
        assertThat(days.ledger.post(dreamt).block(LONGEST)).isInstanceOf(PostOutcome.Created.class);
        days.closeAndSeal(0);
        assertThat(days.entries(0)).containsExactly(first);

        // The day of its writing is not over, so it is made to be another one.
        try (Connection connection = days.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("UPDATE balance.entry SET recorded_at = recorded_at - interval '9 days'");
        }
        days.closeAndSeal(1);
        days.closeAndSeal(2);
        assertThat(Stream.of(1, 2).flatMap(day -> days.entries(day).stream())).containsExactly(dreamt.id().value());
    }

    @Test
    void transactionsThatAreOpenAtTheCutAreWaitedFor() throws SQLException {
        days.post(0, "12:00:00", 100);
        try (Connection open = days.connect(); Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute(openPost());
            days.close(0);
            days.seal(10);
            assertThat(days.books.day(days.day(0)).block(LONGEST)).extracting(ClosedDay::seal).isNull();
            open.commit();
        }
        days.seal(10);
        assertThat(days.entries(0)).hasSize(2).contains("ent_open");
    }

    /** A node that looks for a day to seal may have begun to look before the day was closed. */
    @Test
    void transactionsThatAreOpenAtTheCutAreWaitedForAlsoByWhoCameEarlier() throws Exception {
        days.post(0, "12:00:00", 100);
        try (Connection open = days.connect();
                Statement posting = open.createStatement();
                Connection person = days.connect();
                Statement closing = person.createStatement()) {
            person.setAutoCommit(false);
            closing.execute("LOCK TABLE balance.closed_day IN EXCLUSIVE MODE");
            open.setAutoCommit(false);
            posting.execute(openPost());
            CompletableFuture<Long> node = days.sealing(10).round().toFuture();
            days.database.client()
                    .sql("""
                            SELECT 1 FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
                            WHERE d.datname = current_database() AND l.relation = 'balance.closed_day'::regclass AND NOT l.granted""")
                    .fetch().first()
                    .repeatWhenEmpty(500, tries -> tries.delayElements(Duration.ofMillis(20)))
                    .block(LONGEST);
            closing.execute("SELECT balance.close_day('%s', '%s', 'anna', 'a test')"
                    .formatted(days.day(0), days.at(1, "00:00:00")));
            person.commit();
            assertThat(node.get(10, TimeUnit.SECONDS)).isZero();
            assertThat(days.books.day(days.day(0)).block(LONGEST)).extracting(ClosedDay::seal).isNull();
            open.commit();
        }
        days.seal(10);
        assertThat(days.entries(0)).hasSize(2).contains("ent_open");
    }

    private String openPost() {
        return """
                SELECT balance.post('ent_open', 'fee', 'a test', '%s',
                    '{adjustments,revenue:voice}'::text[], '{USD,USD}'::text[], '{5,-5}'::bigint[])"""
                .formatted(days.at(0, "13:00:00"));
    }

    @Test
    void stepThatDiesIsGoneOverAgainAndNobodyElseIsAtItMeanwhile() throws SQLException {
        IntStream.range(0, 20).forEach(n -> days.post(0, "12:00:00", 100 + n));
        days.close(0);
        try (Connection node = days.connect(); Statement statement = node.createStatement()) {
            node.setAutoCommit(false);
            statement.execute("SELECT balance.seal_on(40)");
            assertThat(days.sealing(40).round().block(Duration.ofSeconds(10))).isZero();
            node.rollback();
        }
        assertThat(days.books.day(days.day(0)).blockOptional(LONGEST).orElseThrow().progress()).isZero();
        days.seal(40);
        assertThat(days.entries(0)).hasSize(20).doesNotHaveDuplicates();
    }

    /** The summing up: writers never stop, days are closed beside them, and three nodes seal. */
    @Test
    void entriesOfWritersThatNeverStopAreEachInOneDay() {
        Random random = new Random(20260301);
        int entries = 1_500;
        days.post(0, "12:00:00", 100);
        Mono<Long> writing = Flux.range(0, entries)
                .map(n -> days.recharge(days.at(random.nextInt(4), "12:00:00"), "sub_" + n % 20, 100 + n))
                .flatMap(days.ledger::post, 32)
                .count();
        Mono<Void> closing = Flux.range(0, 3)
                .concatMap(day -> Mono.defer(() -> days.books.close(days.day(day), "anna", "in passing"))
                        .then(sealedByThreeNodes(day))
                        .then(Mono.delay(Duration.ofMillis(100))))
                .then();
        assertThat(Mono.zip(writing, closing.thenReturn(true)).block(LONGEST)).isNotNull();
        days.closeAndSeal(3);

        List<String> sealed = IntStream.range(0, 4).boxed().flatMap(day -> days.entries(day).stream()).toList();
        assertThat(sealed).hasSize(entries + 1).doesNotHaveDuplicates();
        IntStream.range(0, 4).forEach(day -> assertThat(days.file(day).getLast()).startsWith("sealed-day\t1"));
    }

    private Mono<Void> sealedByThreeNodes(int day) {
        List<SealDays> nodes = List.of(days.sealing(50), days.sealing(70), days.sealing(90));
        return Flux.fromIterable(nodes)
                .flatMap(SealDays::round, 3)
                .then(Mono.defer(() -> days.books.day(days.day(day))))
                .repeat()
                .takeUntil(found -> found.seal() != null)
                .then();
    }

    @Test
    void trialBalanceIsCarriedFromDayToDay() {
        // More than one step goes over.
        IntStream.of(100, 100, 50, 50).forEach(price -> days.post(0, "12:00:00", price));
        days.post(2, "12:00:00", 50);
        IntStream.range(0, 3).forEach(days::closeAndSeal);

        assertThat(line(0, 0, "bucket:*", "airtime:USD")).isEqualTo(trial("bucket:*", "airtime:USD", 0, 300, 0, 300));
        assertThat(line(0, 0, "deferred-revenue", "USD")).isEqualTo(trial("deferred-revenue", "USD", 0, 0, -300, -300));
        assertThat(line(1, 1, "bucket:*", "airtime:USD")).as("a day on which nothing was posted")
                .isEqualTo(trial("bucket:*", "airtime:USD", 300, 0, 0, 300));
        assertThat(line(2, 2, "bucket:*", "airtime:USD")).isEqualTo(trial("bucket:*", "airtime:USD", 300, 50, 0, 350));
        assertThat(line(0, 2, "deferred-revenue", "USD")).isEqualTo(trial("deferred-revenue", "USD", 0, 0, -350, -350));
        for (String unit : List.of("USD", "airtime:USD")) {
            assertThat(balance(0, 2).stream().filter(line -> line.unit().code().equals(unit)).map(TrialLine::closing)
                    .reduce(BigInteger.ZERO, BigInteger::add)).isZero();
        }
        assertThat(balance(2, 3)).as("not closed").isEmpty();
    }

    private List<TrialLine> balance(int first, int last) {
        return days.books.trialBalance(days.day(first), days.day(last)).collectList().blockOptional(LONGEST)
                .orElseThrow();
    }

    private TrialLine line(int first, int last, String account, String unit) {
        return balance(first, last).stream()
                .filter(found -> found.account().equals(account) && found.unit().code().equals(unit))
                .findFirst()
                .orElseThrow();
    }

    private static TrialLine trial(String account, String unit, long opening, long plus, long minus, long closing) {
        return new TrialLine(account, new LedgerUnit(unit), BigInteger.valueOf(opening), BigInteger.valueOf(plus),
                BigInteger.valueOf(minus), BigInteger.valueOf(closing));
    }

    @Test
    void trialBalanceOfRandomBooksIsWhatTheAccountsHold() {
        Random random = new Random(7);
        for (int n = 0; n < 60; n++) {
            days.post(random.nextInt(3), "12:00:00", 1 + random.nextInt(1_000));
        }
        IntStream.range(0, 3).forEach(days::closeAndSeal);

        Map<String, BigInteger> held = new HashMap<>();
        days.database.client()
                .sql("""
                        SELECT regexp_replace(account, '^(bucket|frozen|receivable):.*', '\\1:*') || unit AS a, sum(balance) AS b
                        FROM balance.account GROUP BY 1""")
                .map(row -> Map.entry(Objects.requireNonNull(row.get("a", String.class)),
                        Objects.requireNonNull(row.get("b", BigInteger.class))))
                .all()
                .doOnNext(row -> held.put(row.getKey(), row.getValue()))
                .then().block(LONGEST);
        Map<String, BigInteger> closing = new HashMap<>();
        balance(0, 2).forEach(line -> closing.put(line.account() + line.unit(), line.closing()));
        assertThat(closing).isEqualTo(held);
    }

    /** The second way: not from the totals that are kept of each day, but from the entries as they are read for a journal. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 2", "0, 1", "1, 2", "0, 2"})
    void trialBalanceIsWhatTheEntriesOfItsDaysAddUpTo(int first, int last) {
        Random random = new Random(11);
        for (int n = 0; n < 40; n++) {
            days.post(random.nextInt(3), "12:00:00", 1 + random.nextInt(1_000));
        }
        IntStream.range(0, 3).forEach(days::closeAndSeal);
        Map<String, TrialLine> sums = new HashMap<>();
        if (first > 0) {
            posted(0, first - 1).forEach(posting -> add(sums, posting, true));
        }
        posted(first, last).forEach(posting -> add(sums, posting, false));

        assertThat(balance(first, last)).containsExactlyInAnyOrderElementsOf(sums.values());
    }

    private List<Posting> posted(int first, int last) {
        return days.books.entries(days.day(first), days.day(last)).flatMapIterable(Entry::postings).collectList()
                .blockOptional(LONGEST).orElseThrow();
    }

    private static void add(Map<String, TrialLine> sums, Posting posting, boolean isBefore) {
        String account = posting.account().isHolding()
                ? posting.account().value().split(":", 2)[0] + ":*"
                : posting.account().value();
        LedgerUnit unit = posting.amount().unit();
        BigInteger moved = BigInteger.valueOf(posting.amount().value());
        BigInteger none = BigInteger.ZERO;
        sums.merge(account + unit, new TrialLine(account, unit, isBefore ? moved : none,
                isBefore ? none : moved.max(none), isBefore ? none : moved.min(none), moved),
                (one, other) -> new TrialLine(account, unit, one.opening().add(other.opening()),
                        one.plus().add(other.plus()), one.minus().add(other.minus()),
                        one.closing().add(other.closing())));
    }

    @Test
    void entriesOfDaysThatAreNotSealedAreNone() {
        days.post(0, "12:00:00", 100);
        days.closeAndSeal(0);
        days.post(1, "12:00:00", 100);

        assertThat(posted(0, 0)).hasSize(4);
        assertThat(posted(0, 1)).isEmpty();
    }

    @Test
    void daysAreClosedOnceOneAfterTheOtherAndWhenTheyAreOver() {
        assertThat(days.close(0)).isInstanceOf(CloseOutcome.Begun.class);
        assertThat(days.close(1)).as("while the one before is not sealed")
                .isEqualTo(new CloseOutcome.NotNext(days.day(0)));
        days.seal(10);
        assertThat(days.close(2)).isEqualTo(new CloseOutcome.NotNext(days.day(1)));
        assertThat(days.close(-1)).isEqualTo(new CloseOutcome.NotNext(days.day(1)));
        assertThat(days.books.close(days.day(0), "bob", "again").block(LONGEST))
                .isInstanceOfSatisfying(CloseOutcome.AlreadyBegun.class, before -> {
                    assertThat(before.day().closedBy()).isEqualTo("anna");
                    assertThat(before.day().progress()).isEqualTo(100);
                });
        assertThat(days.close(10)).isInstanceOf(CloseOutcome.NotOver.class);
    }

    @Test
    void dayThatTwoPeopleCloseAtOnceIsClosedOnce() {
        List<CloseOutcome> said = Flux.range(0, 8)
                .flatMap(n -> days.books.close(days.day(n % 2), "person " + n, "at once"), 8)
                .collectList().blockOptional(LONGEST).orElseThrow();
        assertThat(said).filteredOn(CloseOutcome.Begun.class::isInstance).hasSize(1);
        assertThat(days.books.days(null, 10).collectList().block(LONGEST)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "UPDATE balance.closed_day SET reason = 'another'",
            "UPDATE balance.closed_day SET seal = NULL, sealed_at = NULL",
            "DELETE FROM balance.closed_day",
            "TRUNCATE balance.closed_day CASCADE",
            "UPDATE balance.closed_day_total SET balance = balance + 1",
            "UPDATE balance.closed_day_total SET day = day + 1",
            "INSERT INTO balance.closed_day_total SELECT day, 'fee', 'EUR', 1, 0, 1 FROM balance.closed_day",
            "DELETE FROM balance.closed_day_total",
            "TRUNCATE balance.closed_day_total"})
    void closedDayWhenOpenedAgainThenRefused(String sql) {
        days.post(0, "12:00:00", 100);
        days.closeAndSeal(0);
        days.close(1);
        assertThatThrownBy(() -> days.database.client().sql(sql).then().block(LONGEST))
                .rootCause().hasMessageContaining("stays closed");
    }

    /** It could never be taken back, and all days from there on would have to be closed. */
    @Test
    void firstDayWhenNothingWasBookedByItsEndThenIsNotClosed() {
        days.post(1, "00:00:00", 100);
        assertThat(days.close(0)).isEqualTo(new CloseOutcome.NothingBooked());
        days.closeAndSeal(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALTER SEQUENCE balance.posting_position_seq CACHE 10",
            "SELECT setval('balance.posting_position_seq', 1)"})
    void dayWhenPositionsGoBackThenIsNotCut(String sql) {
        days.post(0, "12:00:00", 100);
        days.closeAndSeal(0);
        days.database.client().sql(sql).then().block(LONGEST);
        assertThatThrownBy(() -> days.close(1)).rootCause().hasMessageContaining("posting_position_seq is at");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "SELECT balance.close_day('2026-01-31', '2026-02-03T00:00:00Z', 'anna', 'a test') | violates check constraint",
            "SELECT balance.close_day('2026-01-31', '2026-01-30T23:00:00Z', 'anna', 'a test') | violates check constraint",
            "SELECT balance.seal_on(0) | p_width: 0",
            "SELECT balance.seal_on(NULL) | p_width:",
            "SET ROLE pg_read_all_data; SELECT balance.seal_on(1) | permission denied for function",
            "SET ROLE pg_read_all_data; SELECT balance.close_day('2026-01-31', '2026-02-01Z', 'eve', 'a test') | permission denied for function",
            "SET ROLE pg_read_all_data; SELECT balance.close_month('2026-01-01', 'eve', 'a test') | permission denied for function"})
    void whatWouldBeClosedWronglyIsRefused(String sql, String said) throws SQLException {
        try (Connection connection = days.connect(); Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining(said);
        }
    }

    @Test
    void dayThatAChangeOfTheZoneLeavesOutIsAMoment() {
        ClosedBooks west = new R2dbcClosedBooks(days.database.connections(), ZoneId.of("Etc/GMT+12"));
        ClosedBooks east = new R2dbcClosedBooks(days.database.connections(), ZoneId.of("Pacific/Kiritimati"));
        assertThat(west.close(days.day(0), "anna", "a test").block(LONGEST)).isInstanceOf(CloseOutcome.Begun.class);
        days.seal(10);
        assertThat(east.close(days.day(1), "anna", "a test").block(LONGEST))
                .isInstanceOfSatisfying(CloseOutcome.Begun.class, begun -> assertThat(begun.day().endsAt())
                        .isEqualTo(days.at(1, "12:00:00.000001")));
        days.seal(10);
        assertThat(east.close(days.day(2), "anna", "a test").block(LONGEST))
                .isInstanceOfSatisfying(CloseOutcome.Begun.class, begun -> assertThat(begun.day().endsAt())
                        .isEqualTo(days.at(2, "10:00:00")));
    }

    @Test
    void monthIsClosedWhenAllItsDaysAre() {
        YearMonth month = YearMonth.from(days.first).minusMonths(1);
        LocalDate last = month.atEndOfMonth();
        assertThat(days.books.close(month, "anna", "done").block(LONGEST)).isInstanceOf(MonthOutcome.DaysOpen.class);
        closeAndSeal(last.minusDays(1));
        assertThat(days.books.close(month, "anna", "done").block(LONGEST)).isInstanceOf(MonthOutcome.DaysOpen.class);
        closeAndSeal(last);
        assertThat(days.books.close(month.minusMonths(1), "anna", "done").block(LONGEST))
                .isEqualTo(new MonthOutcome.NotNext(month));
        assertThat(days.books.close(month, "anna", "done").block(LONGEST))
                .isInstanceOfSatisfying(MonthOutcome.Closed.class,
                        closed -> assertThat(closed.month().closedBy()).isEqualTo("anna"));
        assertThat(days.books.close(month, "bob", "again").block(LONGEST))
                .isInstanceOfSatisfying(MonthOutcome.AlreadyClosed.class,
                        before -> assertThat(before.month().closedBy()).isEqualTo("anna"));
        assertThat(days.books.close(month.plusMonths(1), "anna", "done").block(LONGEST))
                .isInstanceOf(MonthOutcome.DaysOpen.class);
        assertThat(days.books.months(null, 10).collectList().block(LONGEST)).hasSize(1);
        assertThatThrownBy(() -> days.database.client().sql("DELETE FROM balance.closed_month").then().block(LONGEST))
                .rootCause().hasMessageContaining("stays closed");
    }

    private void closeAndSeal(LocalDate day) {
        assertThat(days.books.close(day, "anna", "a test").block(LONGEST)).isInstanceOf(CloseOutcome.Begun.class);
        days.seal(10);
    }

    @Test
    void daysWhenToBeClosedByThemselvesThenAreWhenTheyAreDue() {
        ZoneId zone = ZoneId.of("Africa/Kampala");
        ClosedBooks books = new R2dbcClosedBooks(days.database.connections(), zone);
        Instant evening = days.at(2, "22:30:00");
        var properties = new CloseProperties(zone, Duration.ofSeconds(5), 10, Duration.ofHours(1));
        SealDays node = new SealDays(days.database.connections(), books, properties,
                Clock.fixed(evening, ZoneOffset.UTC));
        Mono.defer(node::round).repeat().takeWhile(found -> found > 0).then().block(LONGEST);
        // In Kampala it is half past one of the next day.
        assertThat(books.days(null, 10).map(ClosedDay::day).collectList().block(LONGEST)).containsExactly(days.day(2));

        SealDays later = new SealDays(days.database.connections(), books, properties,
                Clock.fixed(evening.plus(Duration.ofDays(2)), ZoneOffset.UTC));
        Mono.defer(later::round).repeat().takeWhile(found -> found > 0).then().block(LONGEST);
        assertThat(books.days(null, 10).collectList().block(LONGEST)).hasSize(3)
                .allSatisfy(day -> assertThat(day.closedBy()).isEqualTo("refill"))
                .allSatisfy(day -> assertThat(day.seal()).isNotNull());
        assertThat(books.day(days.day(2)).blockOptional(LONGEST).orElseThrow().endsAt())
                .isEqualTo(days.at(2, "21:00:00"));
    }

    @Test
    void fileWhenItsDayIsNotSealedThenNone() {
        days.post(0, "12:00:00", 100);
        days.close(0);
        assertThat(days.file(0)).isEmpty();
        assertThat(days.file(1)).isEmpty();
    }
}
