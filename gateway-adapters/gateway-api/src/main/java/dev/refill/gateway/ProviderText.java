package dev.refill.gateway;

import java.util.regex.Pattern;

/**
 * What a provider wrote, made fit to be kept and shown. Every text of a provider's that these types carry has gone through it, so
 * nobody behind them has to think of a character that no column takes: an event that cannot be kept is an event that is lost.
 */
final class ProviderText {

    /** Control characters, and halves of characters. */
    private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    private ProviderText() {}

    /** With U+FFFD for each character that is none; the same text always becomes the same, so an id still names one thing. */
    static String of(String written) {
        return NOT_TEXT.matcher(written).replaceAll("\ufffd");
    }
}
