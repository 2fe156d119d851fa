package dev.refill.offer;

import java.util.regex.Pattern;

/** Names an offer, for example {@code airtime-usd}. */
public record OfferId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,47}");

    public OfferId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("offer: " + value + " (expected: " + FORM + ")");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
