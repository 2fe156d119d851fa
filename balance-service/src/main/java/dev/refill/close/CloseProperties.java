package dev.refill.close;

import java.time.Duration;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code refill.close.*}.
 *
 * @param timeZone where the days of the accounts begin
 * @param sealEvery the pause between looks for a day that is to be sealed
 * @param sealBatch how many postings one statement goes over
 * @param automaticallyAfter how long after its end a day is closed by itself; none: a person closes it
 */
@ConfigurationProperties("refill.close")
public record CloseProperties(@DefaultValue("UTC") ZoneId timeZone, @DefaultValue("5s") Duration sealEvery,
        @DefaultValue("10000") int sealBatch, @Nullable Duration automaticallyAfter) {

    /** What a statement does well within its timeout. */
    private static final int MOST_IN_A_BATCH = 100_000;

    public CloseProperties {
        if (!sealEvery.isPositive()) {
            throw new IllegalArgumentException(
                    "refill.close.seal-every: " + sealEvery + " (expected: more than zero)");
        }
        if (sealBatch < 1 || sealBatch > MOST_IN_A_BATCH) {
            throw new IllegalArgumentException(
                    "refill.close.seal-batch: " + sealBatch + " (expected: 1 to " + MOST_IN_A_BATCH + ")");
        }
        if (automaticallyAfter != null && automaticallyAfter.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("refill.close.automatically-after: " + automaticallyAfter
                    + " (expected: a minute or more)");
        }
    }
}
