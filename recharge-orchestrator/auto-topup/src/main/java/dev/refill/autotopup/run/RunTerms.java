package dev.refill.autotopup.run;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How runs are worked on.
 *
 * @param lease for how long one that was taken is left alone by other nodes
 * @param retryAfter when a declined card is tried again
 * @param startWithin an order that was not placed so long after it was decided on is not placed any more
 * @param beginWithin a scheduled run that did not begin so long after it was due is not begun any more
 * @param zone where days and months begin of rules without a zone of their own
 */
public record RunTerms(Duration lease, Duration retryAfter, Duration startWithin, Duration beginWithin, ZoneId zone) {}
