package dev.refill.portal.balance;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import dev.refill.ledger.Amount;
import dev.refill.portal.page.CreditText;
import dev.refill.tariff.plan.Service;
import dev.refill.usage.UsageCount;
import dev.refill.usage.UsageSummary;

/**
 * What was used of one service, day by day, oldest first.
 *
 * @param word of the service
 * @param days {@value UsageSummary#DAYS} of them
 */
record UsageChart(String word, CreditText total, List<Day> days) {

    /** Of the picture, in its own units. */
    static final int HEIGHT = 60;

    private static final int STEP = 10;

    /**
     * A bar of the picture, and a row of the table.
     *
     * @param x where it begins, in the picture's units
     * @param y where its top is
     * @param height 0: nothing was used
     */
    record Day(LocalDate date, long quantity, CreditText text, int x, int y, int height) {}

    static UsageChart of(Service service, UsageSummary summary) {
        Map<LocalDate, Long> used = summary.days().stream()
                .filter(count -> count.service() == service)
                .collect(Collectors.groupingBy(UsageCount::period, Collectors.summingLong(UsageCount::quantity)));
        long most = used.values().stream().mapToLong(Long::longValue).max().orElse(0);
        LocalDate first = summary.today().minusDays(UsageSummary.DAYS - 1L);
        return new UsageChart(service.word(), text(service, used.values().stream().mapToLong(Long::longValue).sum()),
                LongStream.range(0, UsageSummary.DAYS)
                        .mapToObj(
                                n -> day(service, first.plusDays(n), used.getOrDefault(first.plusDays(n), 0L), n, most))
                        .toList());
    }

    /** Whatever was used is seen, if only as a line; more given back than used is not. */
    private static Day day(Service service, LocalDate date, long quantity, long place, long most) {
        int height = quantity <= 0 ? 0 : (int) Math.max(1, Math.round((double) quantity / most * HEIGHT));
        return new Day(date, quantity, text(service, quantity), (int) place * STEP, HEIGHT - height, height);
    }

    private static CreditText text(Service service, long quantity) {
        return CreditText.about(new Amount(service.unit(), quantity));
    }

    public boolean isEmpty() {
        return days.stream().allMatch(day -> day.height() == 0);
    }

    public LocalDate first() {
        return days.getFirst().date();
    }

    public LocalDate last() {
        return days.getLast().date();
    }

    /** Days on which something was used, newest first. */
    public List<Day> used() {
        return days.reversed().stream().filter(day -> day.quantity() != 0).toList();
    }
}
