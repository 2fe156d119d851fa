package dev.refill.autotopup;

import java.time.Duration;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.Terms;

/**
 * {@code refill.auto-topup.*}.
 *
 * @param mostRules a subscriber has at most so many that are not cancelled
 * @param noticeLead how long before a scheduled run it is told of
 * @param retryAfter when a declined card is tried again
 * @param startWithin an order that was not placed so long after it was decided on is not placed any more
 * @param beginWithin a scheduled run that did not begin so long after it was due is not begun any more
 * @param perDay how often a rule recharges a day that says nothing of it
 * @param perMonth how often a month
 * @param timeZone where days and months begin of rules without a schedule
 * @param every how often it is looked for what is due
 * @param lease for how long a run that was taken is left alone by other nodes
 * @param batch how many are taken at a time
 * @param concurrency at most so many of them are worked on at once
 * @param termsVersion by which the terms are named that a subscriber agrees to; another text needs another one
 * @param termsText the terms, as every channel shows them; {@code null}: those below
 */
@ConfigurationProperties("refill.auto-topup")
public record AutoTopupProperties(
        @DefaultValue("5") int mostRules,
        @DefaultValue("24h") Duration noticeLead,
        @DefaultValue("12h") Duration retryAfter,
        @DefaultValue("1h") Duration startWithin,
        @DefaultValue("6h") Duration beginWithin,
        @DefaultValue("3") int perDay,
        @DefaultValue("20") int perMonth,
        @DefaultValue("UTC") ZoneId timeZone,
        @DefaultValue("500ms") Duration every,
        @DefaultValue("2m") Duration lease,
        @DefaultValue("64") int batch,
        @DefaultValue("16") int concurrency,
        @DefaultValue("1") String termsVersion,
        @Nullable String termsText) {

    private static final String TERMS = """
            I agree that my kept card is charged without asking me each time: whenever my credit falls below the amount, or at the \
            times, that I have set; by the price that I have set; and no more often, and by no more, than my limits allow. I am told \
            of every charge, and of a scheduled one before it. I can change, pause or cancel this at any time; what is charged by \
            then stays charged.""";

    private static final int MOST_RULES = 100;
    private static final int MOST_BATCH = 500;
    /** A daily one that begins as late as that is still hours from the next. */
    private static final Duration LONGEST_DELAY = Duration.ofHours(12);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(30);

    public AutoTopupProperties {
        boolean valid = mostRules >= 1 && mostRules <= MOST_RULES && noticeLead.isPositive() && retryAfter.isPositive()
                && beginWithin.isPositive() && beginWithin.compareTo(LONGEST_DELAY) <= 0
                && startWithin.compareTo(lease) > 0 && every.toMillis() >= 1
                && lease.compareTo(SHORTEST_LEASE) >= 0
                && isCount(perDay) && isCount(perMonth) && batch >= 1 && batch <= MOST_BATCH && concurrency >= 1
                && concurrency <= MOST_BATCH;
        if (!valid) {
            throw new IllegalArgumentException("refill.auto-topup: " + mostRules + " rules, " + noticeLead + ", "
                    + retryAfter + ", " + startWithin + ", " + beginWithin + ", " + perDay + ", " + perMonth + ", "
                    + every + ", " + lease
                    + ", " + batch + ", " + concurrency
                    + " (expected: 1 to " + MOST_RULES
                    + ", more than zero, more than zero, longer than the lease, more than zero and at most "
                    + LONGEST_DELAY + ", 1 to "
                    + Limits.MOST + " each, 1ms or more, "
                    + SHORTEST_LEASE + " or more, 1 to " + MOST_BATCH + ", 1 to " + MOST_BATCH + ")");
        }
    }

    /** What subscribers agree to. */
    public Terms terms() {
        return new Terms(termsVersion, termsText == null ? TERMS : termsText);
    }

    private static boolean isCount(int recharges) {
        return recharges >= 1 && recharges <= Limits.MOST;
    }
}
