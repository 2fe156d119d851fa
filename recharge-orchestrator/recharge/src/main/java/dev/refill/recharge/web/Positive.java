package dev.refill.recharge.web;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Reads whole numbers from query parameters. */
public final class Positive {

    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,17}");

    private Positive() {}

    /** The number, or {@code null} if it is not one from 1 to {@code most}. */
    public static @Nullable Long parse(String text, long most) {
        if (!FORM.matcher(text).matches()) {
            return null;
        }
        long value = Long.parseLong(text);
        return value <= most ? value : null;
    }
}
