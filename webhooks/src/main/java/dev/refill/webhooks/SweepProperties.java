package dev.refill.webhooks;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code refill.webhooks.sweep.*}.
 *
 * @param every how often each gateway's event list is read; the first time at most 10 seconds after the start
 * @param lookBack how far back the very first sweep reads
 * @param overlap how much of what was read is read again, for events that are listed late
 * @param delay how old an event is at least, so that its webhook has had time to come
 * @param lease how long a node may be silent before another reads on; also the longest that one page may take
 */
@ConfigurationProperties("refill.webhooks.sweep")
public record SweepProperties(
        @DefaultValue("5m") Duration every,
        @DefaultValue("3d") Duration lookBack,
        @DefaultValue("5m") Duration overlap,
        @DefaultValue("1m") Duration delay,
        @DefaultValue("2m") Duration lease) {

    /** No provider that we know keeps its list for longer, so nothing longer makes sense of any of these. */
    private static final Duration LONGEST = Duration.ofDays(30);

    public SweepProperties {
        between("every", every, Duration.ofMillis(1), LONGEST);
        between("look-back", lookBack, Duration.ofMillis(1), LONGEST);
        between("overlap", overlap, Duration.ZERO, LONGEST);
        between("delay", delay, Duration.ZERO, LONGEST);
        between("lease", lease, Duration.ofSeconds(1), LONGEST);
    }

    private static void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "refill.webhooks.sweep." + name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
