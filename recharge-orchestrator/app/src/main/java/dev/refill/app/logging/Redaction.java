package dev.refill.app.logging;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Takes secrets and card numbers out of a text; the rest stays as it is. */
final class Redaction {

    /**
     * Keys of providers, webhook secrets, bearer and basic credentials, JSON web tokens, passwords in URLs. What tells the
     * kind is kept.
     */
    private static final Pattern SECRET = Pattern.compile("""
            (?x)
            (\\b(?:sk|rk)_(?:live|test)_ | \\bwhsec_ | \\b(?i:bearer|basic)\\s+(?=\\S{8}) | (?<=://)[^\\s:/@"]{1,64}:(?=[^\\s/@"]{1,256}@))
            [A-Za-z0-9._~+/=-]{4,4096}
            | (\\beyJ)[A-Za-z0-9_-]{8,8192}\\.[A-Za-z0-9_-]{2,8192}\\.[A-Za-z0-9_-]{0,8192}""");

    /**
     * 14 to 19 digits, bare or in a card's groups, that begin as cards do; a time in micro- or nanoseconds begins with 1.
     * What follows a plus is a phone number.
     */
    private static final Pattern CARD = Pattern.compile("""
            (?x)
            (?<![0-9A-Za-z+])
            (?: [2-6]\\d{13,18} | [2-6]\\d{3}([\\x20-])\\d{4}\\1\\d{4}\\1\\d{1,7} | 3\\d{3}([\\x20-])\\d{6}\\2\\d{4,5} )
            (?![0-9A-Za-z])""");

    private Redaction() {}

    static String redact(String text) {
        String withoutSecrets = SECRET.matcher(text).replaceAll(Redaction::hidden);
        return CARD.matcher(withoutSecrets).replaceAll(Redaction::lastFour);
    }

    private static String hidden(MatchResult secret) {
        String kind = secret.group(1) == null ? secret.group(2) : secret.group(1);
        return java.util.regex.Matcher.quoteReplacement(kind + "***");
    }

    private static String lastFour(MatchResult found) {
        String digits = found.group().replaceAll("[ -]", "");
        return passesLuhn(digits) ? "************" + digits.substring(digits.length() - 4) : found.group();
    }

    private static boolean passesLuhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
