package dev.refill.autotopup.rule;

/**
 * What a subscriber agrees to before a card may be charged without being asked.
 *
 * @param version by which it is named when it is agreed to, 1 to 32 characters; another text has another one
 * @param text as the subscriber is shown it, kept with each consent
 */
public record Terms(String version, String text) {

    private static final int LONGEST_VERSION = 32;
    private static final int LONGEST_TEXT = 10_000;

    public Terms {
        boolean fits = !version.isBlank() && version.length() <= LONGEST_VERSION && !text.isBlank()
                && text.length() <= LONGEST_TEXT;
        if (!fits) {
            throw new IllegalArgumentException("terms: version " + version + ", text of " + text.length()
                    + " characters (expected: 1 to " + LONGEST_VERSION + ", 1 to " + LONGEST_TEXT + " characters)");
        }
    }
}
