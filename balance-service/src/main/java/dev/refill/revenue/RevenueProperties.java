package dev.refill.revenue;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code refill.revenue.*}.
 *
 * @param recogniseEvery how often what is earned is posted
 */
@ConfigurationProperties("refill.revenue")
public record RevenueProperties(@DefaultValue("1m") Duration recogniseEvery) {

    public RevenueProperties {
        if (!recogniseEvery.isPositive()) {
            throw new IllegalArgumentException(
                    "refill.revenue.recognise-every: " + recogniseEvery + " (expected: more than zero)");
        }
    }
}
