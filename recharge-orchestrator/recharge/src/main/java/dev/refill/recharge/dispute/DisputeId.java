package dev.refill.recharge.dispute;

import java.util.regex.Pattern;

import org.springframework.modulith.NamedInterface;

/** The id of a dispute: {@code dsp_} and 26 characters, ordered by the time at which we heard of it. */
@NamedInterface("money-back")
public record DisputeId(String value) {

    private static final Pattern FORM = Pattern.compile("dsp_[0-9a-z]{26}");

    public DisputeId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("dispute: " + value + " (expected: " + FORM + ")");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
