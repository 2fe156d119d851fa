package dev.refill.close;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.ledger.Posting;
import dev.refill.ledger.TestBooks;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Books of which days are closed: entries of three days that are over, and what closes them. */
public final class TestDays implements AutoCloseable {

    public static final Duration LONGEST = Duration.ofSeconds(60);
    private static final ZoneId UTC = ZoneOffset.UTC;

    public final TestDatabase database = TestDatabase.with("balance");
    public final Ledger ledger = TestBooks.over(database.connections());
    public final ClosedBooks books = new R2dbcClosedBooks(database.connections(), UTC);
    /** Long over, wherever the test is run. */
    public final LocalDate first = LocalDate.ofInstant(Clock.systemUTC().instant(), UTC).minusDays(10);
    private final AtomicLong names = new AtomicLong();

    public LocalDate day(int number) {
        return first.plusDays(number);
    }

    public Instant at(int day, String time) {
        return day(day).atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC);
    }

    public static Posting line(String account, String unit, long amount) {
        return new Posting(new AccountId(account), new Amount(new LedgerUnit(unit), amount));
    }

    public Entry recharge(Instant occurredAt, String who, long price) {
        return new Entry(new EntryId("ent_test_" + names.incrementAndGet()), "recharge", "a\ttest\\", occurredAt,
                List.of(line("gateway-clearing:stripe", "USD", price), line("deferred-revenue", "USD", -price),
                        line("issued-credit", "airtime:USD", -price), line("bucket:" + who, "airtime:USD", price)));
    }

    /** @return its id */
    public String post(int day, String time, long price) {
        Entry entry = recharge(at(day, time), "sub_" + price % 3, price);
        assertThat(ledger.post(entry).block(LONGEST)).isInstanceOf(PostOutcome.Created.class);
        return entry.id().value();
    }

    /** A node that seals. */
    SealDays sealing(int batch) {
        return new SealDays(database.connections(), books,
                new CloseProperties(UTC, Duration.ofSeconds(5), batch, null), Clock.systemUTC());
    }

    public CloseOutcome close(int day) {
        return books.close(day(day), "anna", "all is reconciled").blockOptional(LONGEST).orElseThrow();
    }

    /** Rounds until there is nothing to do at once. */
    public void seal(int batch) {
        SealDays node = sealing(batch);
        Mono.defer(node::round).repeat().takeWhile(found -> found > 0).then().block(LONGEST);
    }

    public ClosedDay closeAndSeal(int day) {
        assertThat(close(day)).isInstanceOf(CloseOutcome.Begun.class);
        seal(10);
        ClosedDay closed = books.day(day(day)).blockOptional(LONGEST).orElseThrow();
        assertThat(closed.seal()).isNotNull();
        return closed;
    }

    public List<String> file(int day) {
        return books.file(day(day)).collectList().blockOptional(LONGEST).orElseThrow();
    }

    /** The ids of the entries of a sealed day: those of its file, which are those that are read one by one. */
    public List<String> entries(int day) {
        List<String> ids = file(day).stream()
                .filter(text -> text.startsWith("entry\t"))
                .map(text -> text.split("\t", -1)[1])
                .toList();
        assertThat(books.entries(day(day), day(day)).map(entry -> entry.id().value()).collectList().block(LONGEST))
                .isEqualTo(ids);
        return ids;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }

    @Override
    public void close() {
        database.close();
    }
}
