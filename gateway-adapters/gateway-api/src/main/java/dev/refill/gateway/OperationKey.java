package dev.refill.gateway;

import java.util.regex.Pattern;

/**
 * The idempotency key we send to a provider. It is derived from our own row, never from a client's header, and is the
 * same on every try of one operation.
 *
 * @param value 1 to 255 characters, letters, digits, {@code _ - : .}
 */
public record OperationKey(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_:.-]{1,255}");

    public OperationKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("operation key: " + value + " (expected: " + FORM + ")");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
