package dev.refill.endtoend.secrets;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Searches texts for known secrets: what has the form of one is looked up. It reads each text once for each form, however many
 * secrets there are.
 */
public final class SecretSearch {

    /** Of which no more is promised than that it is in no log. */
    public static final String KEPT = "card number as a client's own";

    private static final Pattern PERCENTS = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
    private static final Pattern ESCAPE = Pattern.compile("\\\\+(?:u([0-9A-Fa-f]{4})|[nrtbf\"/])");
    /** How many signs that are neither letter nor digit may stand between a card's digits, however it is written. */
    private static final int WIDEST_GAP = 3;
    private static final int[] CARD_LENGTHS = {14, 15, 16, 19};
    private static final Pattern KEY = Pattern
            .compile("(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{24}|whsec_[A-Za-z0-9]{32})");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{16,}");
    private static final int LINK_LENGTH = 48;
    /** Made of letters by chance, three of which may be such a word. */
    private static final Pattern ID_OF_OURS = Pattern.compile("[a-z]{3}_[0-9a-z]{26}");
    private static final Pattern CVC_WORD = Pattern.compile("cvc|cvv|cvn|security.?code", Pattern.CASE_INSENSITIVE);
    /** Not the part of a request's id in the log that counts. */
    private static final Pattern SHORT_NUMBER = Pattern
            .compile("(?<![0-9A-Za-z]|[0-9a-f]{8}-)[0-9]{3,4}(?![0-9A-Za-z])");
    private static final int NEAR = 20;
    private static final int SHOWN = 60;

    private final Set<String> cards;
    private final Set<String> keptCards;
    private final Set<String> cvcs;
    private final Set<String> keys = new HashSet<>();
    private final Set<String> tokens = new HashSet<>();
    private final Set<String> links = new HashSet<>();

    /**
     * @param cards all digits
     * @param keptCards the same of those that are written as a client's own number may be
     */
    SecretSearch(Set<String> cards, Set<String> keptCards, Set<String> cvcs, Set<String> keys, Set<String> tokens) {
        this.cards = Set.copyOf(cards);
        this.keptCards = Set.copyOf(keptCards);
        this.cvcs = Set.copyOf(cvcs);
        keys.forEach(this::addKey);
        tokens.forEach(this::addToken);
    }

    /** Something that is there and must not be. */
    public record Found(String kind, String around) {}

    /** One more key, whatever it looks like. */
    public void addKey(String key) {
        keys.add(key);
        keys.add(key.substring(key.lastIndexOf('_') + 1));
    }

    /** The token of a link to a guest's order. */
    public void addLink(String token) {
        if (token.length() != LINK_LENGTH) {
            throw new IllegalArgumentException(token.length() + " (expected: " + LINK_LENGTH + ")");
        }
        links.add(token);
    }

    /** What it says and what signs it are each enough; how it is signed is the same for all. */
    private void addToken(String token) {
        String[] parts = token.split("\\.", -1);
        for (int part = 1; part < parts.length; part++) {
            if (parts[part].length() >= 16) {
                tokens.add(parts[part]);
            }
        }
    }

    public int links() {
        return links.size();
    }

    /**
     * Everything of it that is in a text as it is; if there is nothing, then without the escapes of addresses, twice, and of JSON. What is shown of
     * the text around it does not repeat it.
     */
    public List<Found> in(String text) {
        String plain = unescaped(percentDecoded(percentDecoded(text)));
        List<Found> found = inReading(text);
        return found.isEmpty() && !plain.equals(text) ? inReading(plain) : found;
    }

    private List<Found> inReading(String text) {
        List<Found> found = new ArrayList<>();
        cards(text, found);
        words(text, found);
        cvcs(text, found);
        return found;
    }

    private static String percentDecoded(String text) {
        return text.indexOf('%') < 0 ? text : PERCENTS.matcher(text).replaceAll(SecretSearch::signs);
    }

    private static String signs(MatchResult bytes) {
        return Matcher.quoteReplacement(new String(HexFormat.of().parseHex(bytes.group().replace("%", "")), UTF_8));
    }

    private static String unescaped(String text) {
        return text.indexOf('\\') < 0 ? text : ESCAPE.matcher(text).replaceAll(SecretSearch::sign);
    }

    private static String sign(MatchResult escape) {
        String code = escape.group(1);
        return code == null ? " " : Matcher.quoteReplacement(Character.toString(Integer.parseInt(code, 16)));
    }

    private void cards(String text, List<Found> found) {
        StringBuilder digits = new StringBuilder();
        int start = 0;
        int end = 0;
        for (int at = 0; at <= text.length(); at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 10) : -1;
            boolean isOver = at == text.length() || at - end >= WIDEST_GAP || isAsciiLetter(text.charAt(at));
            if (digit >= 0) {
                start = digits.isEmpty() ? at : start;
                end = at + 1;
                digits.append(digit);
            } else if (isOver) {
                if (holds(cards, digits)) {
                    found.add(found("card number", text, start, end));
                } else if (holds(keptCards, digits)) {
                    found.add(found(KEPT, text, start, end));
                }
                digits.setLength(0);
            }
        }
    }

    /** What is written in bytes of UTF-8 one by one reads as other letters. */
    private static boolean isAsciiLetter(char sign) {
        return sign < 128 && Character.isLetter(sign);
    }

    private static boolean holds(Set<String> cards, CharSequence digits) {
        for (int length : CARD_LENGTHS) {
            for (int start = 0; start + length <= digits.length(); start++) {
                if (cards.contains(digits.subSequence(start, start + length).toString())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void words(String text, List<Found> found) {
        Matcher key = KEY.matcher(text);
        while (key.find()) {
            if (keys.contains(key.group())) {
                found.add(found("key", text, key.start(), key.end()));
            }
        }
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            if (tokens.contains(word.group())) {
                found.add(found("bearer token", text, word.start(), word.end()));
            } else if (keys.contains(word.group()) && !KEY.matcher(word.group()).matches()) {
                found.add(found("key", text, word.start(), word.end()));
            } else if (holdsLink(word.group())) {
                found.add(found("link's token", text, word.start(), word.end()));
            }
        }
    }

    private boolean holdsLink(String word) {
        for (int start = 0; start + LINK_LENGTH <= word.length(); start++) {
            if (links.contains(word.substring(start, start + LINK_LENGTH))) {
                return true;
            }
        }
        return false;
    }

    private void cvcs(String text, List<Found> found) {
        String withoutIds = ID_OF_OURS.matcher(text).replaceAll(id -> "_".repeat(id.group().length()));
        Matcher word = CVC_WORD.matcher(withoutIds);
        while (word.find()) {
            Matcher number = SHORT_NUMBER.matcher(text);
            number.region(Math.max(0, word.start() - NEAR), Math.min(text.length(), word.end() + NEAR));
            number.useTransparentBounds(true);
            while (number.find()) {
                if (cvcs.contains(number.group())) {
                    found.add(found("CVC", text, number.start(), number.end()));
                }
            }
        }
    }

    private static Found found(String kind, String text, int start, int end) {
        String before = text.substring(Math.max(0, start - SHOWN), start);
        String after = text.substring(end, Math.min(text.length(), end + SHOWN));
        return new Found(kind, (before + "[" + kind + "]" + after).replaceAll("[0-9A-Za-z_-]{24,}|[0-9 -]{13,}", "…")
                .replaceAll("\\p{Cntrl}", " "));
    }
}
