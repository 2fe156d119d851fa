package dev.refill.gateway;

import java.util.regex.Pattern;

/** Names a payment gateway in configuration, URLs and tables, for example {@code stripe}. */
public record GatewayId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public GatewayId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("gateway: " + value + " (expected: " + FORM + ")");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
