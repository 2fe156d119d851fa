package dev.refill.autotopup.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/** When a rule recharges. */
public sealed interface Trigger {

    /**
     * When credit comes below a threshold.
     *
     * @param threshold in the unit that the rule's offer credits, more than zero
     */
    record LowBalance(long threshold) implements Trigger {

        public LowBalance {
            if (threshold < 1) {
                throw new IllegalArgumentException("threshold: " + threshold + " (expected: more than zero)");
            }
        }
    }

    /**
     * At a time of day, on certain days.
     *
     * @param day of the week from Monday, 1 to 7, or of the month, 1 to 31: in a shorter month its last one; 1 where it is each day
     * @param at in whole minutes; where clocks are moved past it, as much later as they are moved
     */
    record Schedule(Frequency frequency, int day, LocalTime at, ZoneId zone) implements Trigger {

        public Schedule {
            boolean fits = day >= 1 && day <= frequency.mostDay() && at.equals(at.truncatedTo(ChronoUnit.MINUTES));
            if (!fits) {
                throw new IllegalArgumentException("schedule: day " + day + " at " + at + " (expected: 1 to "
                        + frequency.mostDay() + ", whole minutes)");
            }
        }

        /** The first instant after that one. */
        public Instant next(Instant after) {
            LocalDate around = after.atZone(zone).toLocalDate().minusDays(1);
            return dates(around)
                    .map(date -> ZonedDateTime.of(date, at, zone).toInstant())
                    .filter(instant -> instant.isAfter(after))
                    .findFirst()
                    .orElseThrow();
        }

        /** From that date on, without end. */
        private Stream<LocalDate> dates(LocalDate from) {
            return switch (frequency) {
                case DAILY -> Stream.iterate(from, date -> date.plusDays(1));
                case WEEKLY -> Stream.iterate(from.plusDays(Math.floorMod(day - from.getDayOfWeek().getValue(), 7)),
                        date -> date.plusWeeks(1));
                case MONTHLY -> Stream.iterate(from.withDayOfMonth(1), first -> first.plusMonths(1))
                        .map(first -> first.withDayOfMonth(Math.min(day, first.lengthOfMonth())));
            };
        }
    }

    /** How often a schedule recurs. */
    enum Frequency {
        DAILY(1),
        WEEKLY(7),
        MONTHLY(31);

        private final int mostDay;

        Frequency(int mostDay) {
            this.mostDay = mostDay;
        }

        public int mostDay() {
            return mostDay;
        }
    }
}
