package dev.refill.finance.reconcile.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;

/** Lines that are valid; a test changes what it is about. */
public final class TestLines {

    public static final LineKey KEY = new LineKey("charge:ch_1");
    public static final LocalDate DAY = LocalDate.parse("2026-03-01");
    public static final CutOff UTC = new CutOff(ZoneOffset.UTC, LocalTime.MIDNIGHT);

    private TestLines() {}

    /** 10.00 USD with a fee of 0.59, at noon. */
    public static Line line(String reference) {
        return line(reference, "USD", 1_000, 59, DAY);
    }

    public static Line line(String reference, String currency, long amount, long fee, LocalDate day) {
        return line(reference, KEY, currency, amount, fee, day);
    }

    public static Line line(String reference, LineKey key, String currency, long amount, long fee, LocalDate day) {
        return new Line(reference, key, day, Currency.getInstance(currency), amount, fee, noon(day), null);
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    /** As in {@code USD 1000/59, USD 500/0 +1}: currency, amount and fee in minor units, days after the first. */
    static List<Line> lines(String side, String told) {
        return told.equals("-")
                ? List.of()
                : Arrays.stream(told.split(", ", -1)).map(one -> parsed(side + "_" + one.hashCode(), one)).toList();
    }

    private static Line parsed(String reference, String told) {
        String[] parts = told.split("[ /]", -1);
        int later = parts.length > 3 ? Integer.parseInt(parts[3].substring(1)) : 0;
        return line(reference, parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), DAY.plusDays(later));
    }
}
