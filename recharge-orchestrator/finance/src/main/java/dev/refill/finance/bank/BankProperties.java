package dev.refill.finance.bank;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code refill.bank.*}.
 *
 * @param maxFileSize of a file; more is refused while it comes
 * @param batch how many statements, entries and transactions are kept by one statement
 * @param lease how long an import that has fallen silent is waited for before another one goes on with it
 * @param abandonedAfter when a file that is still being sent is given up
 * @param resumeEvery how often files that wait are looked for
 */
@ConfigurationProperties("refill.bank")
public record BankProperties(@DefaultValue("64MB") DataSize maxFileSize, @DefaultValue("500") int batch,
        @DefaultValue("30s") Duration lease, @DefaultValue("1h") Duration abandonedAfter,
        @DefaultValue("10s") Duration resumeEvery) {

    public BankProperties {
        requirePositive("max-file-size", maxFileSize.toBytes() > 0, maxFileSize);
        requirePositive("batch", batch > 0, batch);
        requirePositive("lease", lease.isPositive(), lease);
        requirePositive("abandoned-after", abandonedAfter.isPositive(), abandonedAfter);
        requirePositive("resume-every", resumeEvery.isPositive(), resumeEvery);
    }

    private static void requirePositive(String name, boolean positive, Object value) {
        if (!positive) {
            throw new IllegalArgumentException("refill.bank." + name + ": " + value + " (expected: more than zero)");
        }
    }
}
