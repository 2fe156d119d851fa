package dev.refill.finance.bank;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code refill.bank.*}.
 *
 * @param maxFileSize of a file; more is refused while it comes
 * @param receiveWithin how long a file may take to come
 * @param mostReceiving how many files may come to one node at a time
 * @param batch how many statements, entries and transactions are kept by one statement
 * @param lease how long an import that has fallen silent is waited for before another one goes on with it
 * @param abandonedAfter when a file that is still being sent is given up, as the node that received it has died
 * @param resumeEvery how often files that wait are looked for
 */
@ConfigurationProperties("refill.bank")
public record BankProperties(@DefaultValue("64MB") DataSize maxFileSize, @DefaultValue("10m") Duration receiveWithin,
        @DefaultValue("4") int mostReceiving, @DefaultValue("500") int batch, @DefaultValue("30s") Duration lease,
        @DefaultValue("1h") Duration abandonedAfter, @DefaultValue("10s") Duration resumeEvery) {

    /** What one statement may be, within the time that the database has for it. */
    private static final int LARGEST_BATCH = 5_000;
    private static final int MOST_AT_ONCE = 100;
    /** Much longer than a batch takes. */
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(5);

    public BankProperties {
        require("max-file-size", maxFileSize.toBytes() > 0, maxFileSize, "more than zero");
        require("receive-within", receiveWithin.isPositive(), receiveWithin, "more than zero");
        require("most-receiving", isWithin(mostReceiving, MOST_AT_ONCE), mostReceiving, "1 to " + MOST_AT_ONCE);
        require("batch", isWithin(batch, LARGEST_BATCH), batch, "1 to " + LARGEST_BATCH);
        require("lease", lease.compareTo(SHORTEST_LEASE) >= 0, lease, SHORTEST_LEASE + " or more");
        require("abandoned-after", abandonedAfter.compareTo(receiveWithin) > 0, abandonedAfter,
                "longer than receive-within, " + receiveWithin);
        require("resume-every", resumeEvery.isPositive(), resumeEvery, "more than zero");
    }

    private static boolean isWithin(int number, int most) {
        return number >= 1 && number <= most;
    }

    private static void require(String name, boolean holds, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("refill.bank." + name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
