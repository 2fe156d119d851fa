package dev.refill.autotopup.rule;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.autotopup.rule.Trigger.Frequency;
import dev.refill.autotopup.rule.Trigger.Schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScheduleTest {

    @ParameterizedTest
    @CsvSource({
            // the next one is after, never at, the instant that is asked about
            "DAILY,   1,  09:00, UTC,              2026-03-02T08:59:59Z, 2026-03-02T09:00:00Z",
            "DAILY,   1,  09:00, UTC,              2026-03-02T09:00:00Z, 2026-03-03T09:00:00Z",
            "DAILY,   1,  23:30, Pacific/Auckland, 2026-03-02T10:31:00Z, 2026-03-03T10:30:00Z",
            // clocks are moved from two to three, and from two to one
            "DAILY,   1,  02:30, America/New_York, 2026-03-08T06:00:00Z, 2026-03-08T07:30:00Z",
            "DAILY,   1,  01:30, America/New_York, 2026-11-01T04:00:00Z, 2026-11-01T05:30:00Z",
            "DAILY,   1,  01:30, America/New_York, 2026-11-01T05:30:00Z, 2026-11-02T06:30:00Z",
            // 2026-03-02 is a Monday
            "WEEKLY,  1,  09:00, UTC,              2026-03-02T10:00:00Z, 2026-03-09T09:00:00Z",
            "WEEKLY,  7,  09:00, UTC,              2026-03-02T10:00:00Z, 2026-03-08T09:00:00Z",
            "WEEKLY,  1,  00:00, Asia/Tokyo,       2026-03-01T14:59:00Z, 2026-03-01T15:00:00Z",
            // months are of unequal length
            "MONTHLY, 31, 09:00, UTC,              2026-01-31T09:00:00Z, 2026-02-28T09:00:00Z",
            "MONTHLY, 31, 09:00, UTC,              2026-02-28T09:00:00Z, 2026-03-31T09:00:00Z",
            "MONTHLY, 29, 09:00, UTC,              2028-02-01T00:00:00Z, 2028-02-29T09:00:00Z",
            "MONTHLY, 1,  00:00, America/New_York, 2026-12-31T12:00:00Z, 2027-01-01T05:00:00Z",
            "MONTHLY, 1,  00:30, Asia/Tokyo,       2026-02-28T15:29:00Z, 2026-02-28T15:30:00Z"})
    void nextInstant(Frequency frequency, int day, LocalTime at, String zone, Instant after, Instant expected) {
        assertThat(new Schedule(frequency, day, at, ZoneId.of(zone)).next(after)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"DAILY, 2, 09:00", "WEEKLY, 0, 09:00", "WEEKLY, 8, 09:00", "MONTHLY, 32, 09:00", "DAILY, 1, 09:00:30"})
    void whatIsNoScheduleIsRefused(Frequency frequency, int day, LocalTime at) {
        assertThatThrownBy(() -> new Schedule(frequency, day, at, ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aYearOfDaysHasEachOnce() {
        var daily = new Schedule(Frequency.DAILY, 1, LocalTime.of(2, 30), ZoneId.of("America/New_York"));
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        int days = 0;
        for (at = daily.next(at); at.isBefore(end); at = daily.next(at)) {
            days++;
        }
        assertThat(days).isEqualTo(365);
    }

    @Test
    void aCardIsNotPrinted() {
        assertThat(new CardToken("pm_secret").toString()).doesNotContain("secret");
        assertThat(CardToken.parse("pm secret")).isEmpty();
        assertThatThrownBy(() -> new CardToken("pm secret")).hasMessageNotContaining("secret");
    }
}
