package dev.refill.gateways.momo;

import java.util.regex.Pattern;

/** Texts for people, as MTN takes them: it refuses requests with an apostrophe, an empty note or more than 160 characters. */
final class PlainText {

    private static final int LONGEST = 160;
    private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9.,:_-]+");

    private PlainText() {}

    /** @param otherwise what to say if nothing of the text can be said */
    static String of(String text, String otherwise) {
        var plain = OTHERS.matcher(text).replaceAll(" ").strip();
        if (plain.isEmpty()) {
            return otherwise;
        }
        return plain.length() > LONGEST ? plain.substring(0, LONGEST).strip() : plain;
    }
}
