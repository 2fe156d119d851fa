package dev.refill.finance.reconcile.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CutOffTest {

    @ParameterizedTest
    @CsvSource({
            "UTC,                 00:00, 2026-03-01T23:59:59.999999999Z, 2026-03-01",
            "UTC,                 00:00, 2026-03-02T00:00:00Z,           2026-03-02",
            "UTC,                 17:00, 2026-03-01T16:59:59.999Z,       2026-03-01",
            "UTC,                 17:00, 2026-03-01T17:00:00Z,           2026-03-02",
            "America/Los_Angeles, 00:00, 2026-03-02T07:59:59Z,           2026-03-01",
            "America/Los_Angeles, 00:00, 2026-03-02T08:00:00Z,           2026-03-02",
            // the clock is put forward on 2026-03-08 at 02:00: the day has 23 hours
            "America/Los_Angeles, 00:00, 2026-03-09T06:59:59Z,           2026-03-08",
            "America/Los_Angeles, 00:00, 2026-03-09T07:00:00Z,           2026-03-09",
            // 02:30 is not there on 2026-03-29 in Berlin: the day ends when 02:00 becomes 03:00
            "Europe/Berlin,       02:30, 2026-03-29T00:59:59Z,           2026-03-29",
            "Europe/Berlin,       02:30, 2026-03-29T01:00:00Z,           2026-03-30",
            // 02:30 comes twice on 2026-10-25: the first one ends the day
            "Europe/Berlin,       02:30, 2026-10-25T00:29:59Z,           2026-10-25",
            "Europe/Berlin,       02:30, 2026-10-25T00:30:00Z,           2026-10-26",
            "Europe/Berlin,       02:30, 2026-10-25T01:15:00Z,           2026-10-26",
            // there is no midnight on 2018-11-04 in Sao Paulo, and 23:30 comes twice on 2018-02-17
            "America/Sao_Paulo,   00:00, 2018-11-04T02:59:59Z,           2018-11-03",
            "America/Sao_Paulo,   00:00, 2018-11-04T03:00:00Z,           2018-11-04",
            "America/Sao_Paulo,   00:00, 2018-02-18T01:30:00Z,           2018-02-17",
            "America/Sao_Paulo,   00:00, 2018-02-18T02:30:00Z,           2018-02-17",
            "America/Sao_Paulo,   00:00, 2018-02-18T03:00:00Z,           2018-02-18",
            "Pacific/Kiritimati,  00:00, 2026-03-01T10:00:00Z,           2026-03-02"})
    void day(ZoneId zone, LocalTime at, Instant moment, LocalDate day) {
        assertThat(new CutOff(zone, at).day(moment)).isEqualTo(day);
    }

    /** Over a year of every zone, at midnight and at 02:30. */
    @Test
    void dayWhenTimeGoesOnThenItNeverGoesBack() {
        for (String name : ZoneId.getAvailableZoneIds()) {
            for (LocalTime at : new LocalTime[]{LocalTime.MIDNIGHT, LocalTime.of(2, 30)}) {
                CutOff cutOff = new CutOff(ZoneId.of(name), at);
                LocalDate before = LocalDate.MIN;
                Instant moment = LocalDate.parse("2026-01-01").atStartOfDay(ZoneOffset.UTC).toInstant();
                for (int hour = 0; hour < 366 * 24; hour++) {
                    LocalDate day = cutOff.day(moment);
                    if (day.isBefore(before)) {
                        throw new AssertionError(cutOff + " at " + moment + ": " + day + " after " + before);
                    }
                    before = day;
                    moment = moment.plus(Duration.ofHours(1));
                }
            }
        }
    }
}
