package dev.refill.charging;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a network element does when the last units are used.
 *
 * @param action what
 * @param redirectTo where to; there if and only if it redirects, an address
 */
public record FinalUnit(@DefaultValue("terminate") Action action, @Nullable String redirectTo) {

    private static final Pattern ADDRESS = Pattern.compile("https?://[!-~]{1,490}");

    public FinalUnit {
        boolean fits = action == Action.REDIRECT
                ? redirectTo != null && ADDRESS.matcher(redirectTo).matches()
                : redirectTo == null;
        if (!fits) {
            throw new IllegalArgumentException("final unit: " + action + ", " + redirectTo
                    + " (expected: an address with redirect, and none without)");
        }
    }

    /** After 3GPP TS 32.299. */
    public enum Action {
        /** End the usage. */
        TERMINATE,
        /** Lead the subscriber to a page where he can top up. */
        REDIRECT,
        /** Let through only what costs nothing. */
        RESTRICT
    }
}
