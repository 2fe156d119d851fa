package dev.refill.webhooks.outbound.endpoint;

import java.util.Optional;
import java.util.regex.Pattern;

/** The id of a webhook endpoint: {@code whe_} and 26 characters, ordered by time of registration. */
public record EndpointId(String value) {

    private static final Pattern FORM = Pattern.compile("whe_[0-9a-z]{26}");

    public EndpointId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("endpoint: " + value + " (expected: " + FORM + ")");
        }
    }

    /** Empty: it has not the form of one. */
    public static Optional<EndpointId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new EndpointId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
