package dev.refill.recharge.refund;

import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.modulith.NamedInterface;

import dev.refill.gateway.OperationKey;

/** The id of a refund: {@code rfd_} and 26 characters, ordered by time. */
@NamedInterface("money-back")
public record RefundId(String value) {

    private static final Pattern FORM = Pattern.compile("rfd_[0-9a-z]{26}");

    public RefundId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("refund: " + value + " (expected: " + FORM + ")");
        }
    }

    /** Empty: not the id of a refund. */
    public static Optional<RefundId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new RefundId(text)) : Optional.empty();
    }

    /** What the provider is sent, the same on every try. */
    public OperationKey operationKey() {
        return new OperationKey(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
