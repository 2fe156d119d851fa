package dev.refill.close;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.Entries;
import dev.refill.ledger.Entry;
import dev.refill.ledger.LedgerUnit;

/** Closed days and months in PostgreSQL; how a day is cut and sealed is told in the schema, at {@code balance.close_day}. */
final class R2dbcClosedBooks implements ClosedBooks {

    private static final String CLOSE = "SELECT outcome, expected FROM balance.close_day(:day, :ends, :by, :reason)";
    private static final String CLOSE_MONTH = "SELECT outcome, expected FROM balance.close_month(:month, :by, :reason)";

    private static final String DAYS = """
            SELECT d.day, d.ends_at, d.closed_by, d.reason, d.begun_at, d.entries, d.postings, d.sealed_at,
                   encode(d.seal, 'hex') AS seal,
                   CASE WHEN d.seal IS NOT NULL THEN 100
                        ELSE least(99, 100 * (d.reached - coalesce(b.next_position - 1, b.last_position, 0))
                                       / greatest(1, d.last_position - coalesce(b.next_position - 1, b.last_position, 0)))
                   END::integer AS progress
            FROM balance.closed_day AS d
            LEFT JOIN balance.closed_day AS b ON b.day = d.day - 1
            """;
    private static final String DAY = DAYS + "WHERE d.day = :day";
    private static final String LATEST_DAYS = DAYS + """
            WHERE CAST(:before AS date) IS NULL OR d.day < :before
            ORDER BY d.day DESC
            LIMIT :most
            """;

    private static final String MONTHS = """
            SELECT m.month, m.closed_by, m.reason, m.closed_at, encode(d.seal, 'hex') AS seal
            FROM balance.closed_month AS m
            JOIN balance.closed_day AS d ON d.day = m.last_day
            """;
    private static final String MONTH = MONTHS + "WHERE m.month = :month";
    private static final String LATEST_MONTHS = MONTHS + """
            WHERE CAST(:before AS date) IS NULL OR m.month < :before
            ORDER BY m.month DESC
            LIMIT :most
            """;

    private static final String TRIAL_BALANCE = """
            SELECT t.account, t.unit, t.balance - moved.plus - moved.minus AS opening, moved.plus, moved.minus, t.balance
            FROM balance.closed_day_total AS t
            JOIN (SELECT account, unit, sum(plus) AS plus, sum(minus) AS minus
                  FROM balance.closed_day_total
                  WHERE day BETWEEN :first AND :last
                  GROUP BY account, unit) AS moved USING (account, unit)
            WHERE t.day = :last
              AND EXISTS (SELECT FROM balance.closed_day WHERE day = :last AND seal IS NOT NULL)
            ORDER BY t.account, t.unit
            """;

    private final DatabaseClient database;
    private final Entries entries;
    private final ZoneId zone;

    R2dbcClosedBooks(ConnectionFactory connections, ZoneId zone) {
        this.database = DatabaseClient.create(connections);
        this.entries = Entries.over(connections);
        this.zone = zone;
    }

    /** @param expected the only one that can be closed, if the outcome says so */
    private record Said(String outcome, @Nullable LocalDate expected) {

        static Said of(Readable row) {
            return new Said(value(row, "outcome", String.class), row.get("expected", LocalDate.class));
        }

        LocalDate next() {
            return Objects.requireNonNull(expected, "expected");
        }
    }

    @Override
    public Mono<CloseOutcome> close(LocalDate day, String by, String reason) {
        Instant ends = day.plusDays(1).atStartOfDay(zone).toInstant();
        return database.sql(CLOSE)
                .bind("day", day)
                .bind("ends", OffsetDateTime.ofInstant(ends, ZoneOffset.UTC))
                .bind("by", by)
                .bind("reason", reason)
                .map(Said::of)
                .one()
                .flatMap(said -> switch (said.outcome()) {
                    case "begun" -> day(day).map(CloseOutcome.Begun::new);
                    case "already_begun" -> day(day).map(CloseOutcome.AlreadyBegun::new);
                    case "not_over" -> Mono.just(new CloseOutcome.NotOver(ends));
                    case "nothing_booked" -> Mono.just(new CloseOutcome.NothingBooked());
                    case "not_next" -> Mono.just(new CloseOutcome.NotNext(said.next()));
                    default -> Mono.error(new IllegalStateException("balance.close_day: " + said.outcome()));
                });
    }

    @Override
    public Mono<MonthOutcome> close(YearMonth month, String by, String reason) {
        return database.sql(CLOSE_MONTH)
                .bind("month", month.atDay(1))
                .bind("by", by)
                .bind("reason", reason)
                .map(Said::of)
                .one()
                .flatMap(said -> switch (said.outcome()) {
                    case "closed" -> month(month).map(MonthOutcome.Closed::new);
                    case "already_closed" -> month(month).map(MonthOutcome.AlreadyClosed::new);
                    case "days_open" -> Mono.just(new MonthOutcome.DaysOpen());
                    case "not_next" -> Mono.just(new MonthOutcome.NotNext(YearMonth.from(said.next())));
                    default -> Mono.error(new IllegalStateException("balance.close_month: " + said.outcome()));
                });
    }

    @Override
    public Flux<ClosedDay> days(@Nullable LocalDate before, int most) {
        return database.sql(LATEST_DAYS)
                .bind("before", date(before))
                .bind("most", most)
                .map(R2dbcClosedBooks::closedDay)
                .all();
    }

    @Override
    public Mono<ClosedDay> day(LocalDate day) {
        return database.sql(DAY).bind("day", day).map(R2dbcClosedBooks::closedDay).one();
    }

    private Mono<ClosedMonth> month(YearMonth month) {
        return database.sql(MONTH).bind("month", month.atDay(1)).map(R2dbcClosedBooks::closedMonth).one();
    }

    @Override
    public Flux<ClosedMonth> months(@Nullable YearMonth before, int most) {
        return database.sql(LATEST_MONTHS)
                .bind("before", date(before == null ? null : before.atDay(1)))
                .bind("most", most)
                .map(R2dbcClosedBooks::closedMonth)
                .all();
    }

    private static Object date(@Nullable LocalDate date) {
        return Parameters.in(R2dbcType.DATE, date);
    }

    @Override
    public Flux<TrialLine> trialBalance(LocalDate first, LocalDate last) {
        return database.sql(TRIAL_BALANCE)
                .bind("first", first)
                .bind("last", last)
                .map(row -> new TrialLine(value(row, "account", String.class),
                        new LedgerUnit(value(row, "unit", String.class)), value(row, "opening", BigInteger.class),
                        value(row, "plus", BigInteger.class), value(row, "minus", BigInteger.class),
                        value(row, "balance", BigInteger.class)))
                .all();
    }

    @Override
    public Flux<Entry> entries(LocalDate first, LocalDate last) {
        return new ReadEntries(database, entries).of(first, last);
    }

    @Override
    public Flux<String> file(LocalDate day) {
        return new ReadFile(database).of(day);
    }

    private static ClosedDay closedDay(Readable row) {
        String seal = row.get("seal", String.class);
        return new ClosedDay(value(row, "day", LocalDate.class), value(row, "ends_at", Instant.class),
                value(row, "closed_by", String.class), value(row, "reason", String.class),
                value(row, "begun_at", Instant.class), value(row, "progress", Integer.class),
                value(row, "entries", Long.class), value(row, "postings", Long.class),
                seal == null ? null : new ClosedDay.Seal(seal, value(row, "sealed_at", Instant.class)));
    }

    private static ClosedMonth closedMonth(Readable row) {
        return new ClosedMonth(YearMonth.from(value(row, "month", LocalDate.class)),
                value(row, "closed_by", String.class), value(row, "reason", String.class),
                value(row, "closed_at", Instant.class), value(row, "seal", String.class));
    }

    private static <T> T value(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
