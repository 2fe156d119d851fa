package dev.refill.recharge;

import java.util.regex.Pattern;

/** The id of a recharge order: {@code rch_} and 26 characters, ordered by time of acceptance. */
public record RechargeId(String value) {

    private static final Pattern FORM = Pattern.compile("rch_[0-9a-z]{26}");

    public RechargeId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("recharge: " + value + " (expected: " + FORM + ")");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
