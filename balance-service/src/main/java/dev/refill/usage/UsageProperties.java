package dev.refill.usage;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code refill.usage.*}.
 *
 * @param timeZone where the days and months begin by which usage is counted
 * @param thresholds when so many per cent of an allowance are used, it is told
 * @param tellEvery how often it is looked for what is to be told
 * @param tellBatch how many at a time
 */
@ConfigurationProperties("refill.usage")
public record UsageProperties(
        @DefaultValue("UTC") ZoneId timeZone,
        @DefaultValue({
                "50", "80", "100"}) List<Integer> thresholds,
        @DefaultValue("1s") Duration tellEvery,
        @DefaultValue("200") int tellBatch) {

    private static final int MOST_THRESHOLDS = 10;

    public UsageProperties {
        thresholds = List.copyOf(thresholds);
        boolean valid = thresholds.size() <= MOST_THRESHOLDS
                && thresholds.stream().allMatch(percent -> percent >= 1 && percent <= 100)
                && thresholds.stream().distinct().count() == thresholds.size()
                && tellEvery.toMillis() >= 1 && tellBatch >= 1 && tellBatch <= 500;
        if (!valid) {
            throw new IllegalArgumentException("refill.usage: " + thresholds + ", " + tellEvery + ", " + tellBatch
                    + " (expected: at most " + MOST_THRESHOLDS + " of 1 to 100, each once, 1ms or more, 1 to 500)");
        }
    }
}
