package dev.refill.close;

import java.time.Instant;
import java.time.YearMonth;

/**
 * A month that is closed.
 *
 * @param closedBy who said so
 * @param seal that of its last day, which covers all of them
 */
public record ClosedMonth(YearMonth month, String closedBy, String reason, Instant closedAt, String seal) {}
