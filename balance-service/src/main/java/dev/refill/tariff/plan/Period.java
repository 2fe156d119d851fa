package dev.refill.tariff.plan;

import java.time.DayOfWeek;
import java.util.Set;

/**
 * A stretch of some days of the week, by the clock on the wall. One that ends at or before its beginning goes on past
 * midnight and belongs to the day on which it began.
 *
 * @param days on which it begins
 * @param from the first minute of it, 0 to 1439
 * @param until the first minute after it, 1 to 1440
 */
public record Period(Set<DayOfWeek> days, int from, int until) {

    public static final int MINUTES_OF_A_DAY = 1440;

    public Period {
        days = Set.copyOf(days);
        boolean times = from >= 0 && from < MINUTES_OF_A_DAY && until > 0 && until <= MINUTES_OF_A_DAY;
        if (days.isEmpty() || !times || from == until) {
            throw new IllegalArgumentException("period: " + days + " " + from + " to " + until
                    + " (expected: a day or more, from 0 to 1439, until another of 1 to 1440)");
        }
    }

    /** Whether a minute, 0 to 1439, of a day is in it. */
    public boolean includes(DayOfWeek day, int minute) {
        if (from < until) {
            return days.contains(day) && minute >= from && minute < until;
        }
        return (days.contains(day) && minute >= from) || (days.contains(day.minus(1)) && minute < until);
    }
}
