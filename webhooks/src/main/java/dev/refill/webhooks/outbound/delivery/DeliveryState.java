package dev.refill.webhooks.outbound.delivery;

import java.util.Locale;

/** Where a delivery stands. */
public enum DeliveryState {

    /** It has a next attempt. */
    PENDING,
    /** It was answered 2xx. */
    DELIVERED,
    /** Given up; waits for a replay. */
    DEAD;

    /** As it stands in the table, in the API and in metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DeliveryState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
