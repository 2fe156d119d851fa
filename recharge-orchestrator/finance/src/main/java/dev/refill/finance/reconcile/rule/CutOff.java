package dev.refill.finance.reconcile.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * When a pair's day ends. Both sides' lines are put to days by it, so that a provider's day is one day with us.
 *
 * @param zone of the provider's account
 * @param at the time of day from which on a line belongs to the next day; midnight: days are those of the calendar
 */
public record CutOff(ZoneId zone, LocalTime at) {

    /**
     * The day that a moment belongs to; a later moment never belongs to an earlier day. Where the clock is put back over the cut-off, the
     * day ends when it is reached for the first time; where it is put forward over it, with the first moment after the gap.
     */
    public LocalDate day(Instant moment) {
        LocalDate there = moment.atZone(zone).toLocalDate();
        return moment.isBefore(end(there)) ? there : there.plusDays(1);
    }

    private Instant end(LocalDate day) {
        LocalDateTime end = at.equals(LocalTime.MIDNIGHT) ? day.plusDays(1).atStartOfDay() : day.atTime(at);
        ZoneOffsetTransition change = zone.getRules().getTransition(end);
        if (change == null) {
            return end.atZone(zone).toInstant();
        }
        return change.isGap() ? change.getInstant() : end.toInstant(change.getOffsetBefore());
    }
}
