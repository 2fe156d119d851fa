package dev.refill.tmf654;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code refill.tmf654.*}.
 *
 * @param usualReservation how long a reservation holds of which nothing else is said
 * @param longestReservation how long one may hold at most
 * @param every the pause between rounds, and how often a payment under way is looked at, at most
 * @param batch how many reservations or events at once
 */
@ConfigurationProperties("refill.tmf654")
public record Tmf654Properties(
        @DefaultValue("1h") Duration usualReservation,
        @DefaultValue("30d") Duration longestReservation,
        @DefaultValue("5s") Duration every,
        @DefaultValue("100") int batch) {

    public Tmf654Properties {
        if (!usualReservation.isPositive() || usualReservation.compareTo(longestReservation) > 0 || !every.isPositive()
                || batch < 1 || batch > 1_000) {
            throw new IllegalArgumentException("refill.tmf654: " + usualReservation + ", " + longestReservation + ", "
                    + every + ", " + batch
                    + " (expected: more than zero, not less than that, more than zero, 1 to 1000)");
        }
    }
}
