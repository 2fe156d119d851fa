package dev.refill.usage;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * A subscriber's counters, newest first, and what is left of allowances.
 *
 * @param zone where days begin
 * @param today in this zone
 * @param days of the last {@link #DAYS} days, those on which something was used
 * @param months of the last {@link #MONTHS} calendar months, likewise
 * @param allowances that are valid, own and shared ones, those that end first before others; a few hundred at most
 */
public record UsageSummary(ZoneId zone, LocalDate today, List<UsageCount> days, List<UsageCount> months,
        List<RemainingAllowance> allowances) {

    public static final int DAYS = 30;
    public static final int MONTHS = 12;

    public UsageSummary {
        days = List.copyOf(days);
        months = List.copyOf(months);
        allowances = List.copyOf(allowances);
    }

    public boolean isEmpty() {
        return days.isEmpty() && months.isEmpty() && allowances.isEmpty();
    }
}
