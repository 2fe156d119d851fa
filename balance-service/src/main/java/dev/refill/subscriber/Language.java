package dev.refill.subscriber;

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;

/**
 * In which language a subscriber is spoken to.
 *
 * @param tag of BCP 47 in its canonical form, like {@code en} or {@code pt-BR}, 35 characters at most
 */
public record Language(String tag) {

    public static final Language ENGLISH = new Language("en");
    public static final String EXPECTED = "a language tag like \"en\" or \"pt-BR\"";

    /** RFC 5646, section 4.4.1: what a buffer of tags has to hold. */
    private static final int LONGEST = 35;

    public Language {
        if (!canonical(tag).equals(Optional.of(tag))) {
            throw new IllegalArgumentException("language: " + tag + " (expected: " + EXPECTED + ")");
        }
    }

    /** Reads a tag in whatever case. Empty: it names no language. */
    public static Optional<Language> parse(String text) {
        return canonical(text).map(Language::new);
    }

    private static Optional<String> canonical(String text) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(text).build();
            return Optional.of(locale)
                    .filter(named -> !named.getLanguage().isEmpty())
                    .map(Locale::toLanguageTag)
                    .filter(tag -> tag.length() <= LONGEST);
        } catch (IllformedLocaleException noTag) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return tag;
    }
}
