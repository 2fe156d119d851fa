package dev.refill.close.web;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.close.CloseOutcome;
import dev.refill.close.ClosedBooks;
import dev.refill.close.ClosedDay;
import dev.refill.close.ClosedMonth;
import dev.refill.close.MonthOutcome;
import dev.refill.close.TrialLine;
import dev.refill.ledger.Entry;
import dev.refill.ledger.LedgerUnit;

/** Days that are closed when it is asked for, and sealed when the test says so. */
final class FakeClosedBooks implements ClosedBooks {

    static final String SEAL = "0123456789abcdef".repeat(4);
    private static final Instant AT = Instant.parse("2026-03-01T09:00:00Z");

    final NavigableMap<LocalDate, ClosedDay> days = new TreeMap<>();
    final List<ClosedMonth> months = new ArrayList<>();

    ClosedDay sealed(LocalDate day) {
        ClosedDay sealed = new ClosedDay(day, AT, "anna", "all is well", AT, 100, 2, 5, new ClosedDay.Seal(SEAL, AT));
        days.put(day, sealed);
        return sealed;
    }

    @Override
    public Mono<CloseOutcome> close(LocalDate day, String by, String reason) {
        ClosedDay before = days.get(day);
        if (before != null) {
            return Mono.just(new CloseOutcome.AlreadyBegun(before));
        }
        if (day.getYear() > 2026) {
            return Mono.just(new CloseOutcome.NotOver(AT));
        }
        if (day.getYear() < 2020) {
            return Mono.just(new CloseOutcome.NothingBooked());
        }
        if (!days.isEmpty() && !days.lastKey().plusDays(1).equals(day)) {
            return Mono.just(new CloseOutcome.NotNext(days.lastKey().plusDays(1)));
        }
        ClosedDay begun = new ClosedDay(day, AT, by, reason, AT, 0, 0, 0, null);
        days.put(day, begun);
        return Mono.just(new CloseOutcome.Begun(begun));
    }

    @Override
    public Mono<MonthOutcome> close(YearMonth month, String by, String reason) {
        if (!months.isEmpty()) {
            return Mono.just(months.getFirst().month().equals(month)
                    ? new MonthOutcome.AlreadyClosed(months.getFirst())
                    : new MonthOutcome.NotNext(months.getFirst().month().plusMonths(1)));
        }
        if (!days.containsKey(month.atEndOfMonth())) {
            return Mono.just(new MonthOutcome.DaysOpen());
        }
        months.add(new ClosedMonth(month, by, reason, AT, SEAL));
        return Mono.just(new MonthOutcome.Closed(months.getFirst()));
    }

    @Override
    public Flux<ClosedDay> days(@Nullable LocalDate before, int most) {
        return Flux.fromIterable(days.descendingMap().values())
                .filter(day -> before == null || day.day().isBefore(before))
                .take(most);
    }

    @Override
    public Mono<ClosedDay> day(LocalDate day) {
        return Mono.justOrEmpty(days.get(day));
    }

    @Override
    public Flux<ClosedMonth> months(@Nullable YearMonth before, int most) {
        return Flux.fromIterable(months).filter(month -> before == null || month.month().isBefore(before)).take(most);
    }

    @Override
    public Flux<TrialLine> trialBalance(LocalDate first, LocalDate last) {
        return Flux.just(new TrialLine("bucket:*", new LedgerUnit("airtime:USD"), BigInteger.ONE, BigInteger.TWO,
                BigInteger.ZERO, new BigInteger("9223372036854775808")));
    }

    @Override
    public Flux<Entry> entries(LocalDate first, LocalDate last) {
        return Flux.empty();
    }

    @Override
    public Flux<String> file(LocalDate day) {
        return Flux.just("entry\tent_1\n", "sealed-day\t1\n", "seal\t" + SEAL + "\n");
    }
}
