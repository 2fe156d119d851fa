package dev.refill.subscriber;

import java.util.Optional;
import java.util.regex.Pattern;

/** The permanent id of a subscriber; numbers change hands, ids do not. */
public record SubscriberId(String value) {

    private static final Pattern FORM = Pattern.compile("sub_[a-z0-9]{1,40}");

    public SubscriberId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("subscriber: " + value + " (expected: " + FORM + ")");
        }
    }

    /** Empty: the text is no subscriber's id. */
    public static Optional<SubscriberId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new SubscriberId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
