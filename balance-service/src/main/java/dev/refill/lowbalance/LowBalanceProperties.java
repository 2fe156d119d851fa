package dev.refill.lowbalance;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code refill.low-balance.*}.
 *
 * @param tellEvery how often it is looked for crossings that are to be told
 * @param tellBatch how many at a time
 */
@ConfigurationProperties("refill.low-balance")
public record LowBalanceProperties(
        @DefaultValue("500ms") Duration tellEvery,
        @DefaultValue("200") int tellBatch) {

    public LowBalanceProperties {
        if (tellEvery.toMillis() < 1 || tellBatch < 1 || tellBatch > 500) {
            throw new IllegalArgumentException("refill.low-balance: " + tellEvery + ", " + tellBatch
                    + " (expected: 1ms or more, 1 to 500)");
        }
    }
}
