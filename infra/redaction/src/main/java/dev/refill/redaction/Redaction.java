package dev.refill.redaction;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes secrets, links to guests' orders and card numbers out of a text; the rest stays as it is. */
public final class Redaction {

    /**
     * Keys of providers, webhook secrets, bearer and basic credentials, JSON web tokens, passwords in URLs. What tells the
     * kind is kept.
     */
    private static final Pattern SECRET = Pattern.compile("""
            (?x)
            (\\b(?:sk|rk)_(?:live|test)_ | \\bwhsec_ | \\b(?i:bearer|basic)\\s+(?=\\S{8}) | (?<=://)[^\\s:/@"]{1,64}:(?=[^\\s/@"]{1,256}@))
            [A-Za-z0-9._~+/=-]{4,4096}
            | (\\beyJ)[A-Za-z0-9_-]{8,8192}\\.[A-Za-z0-9_-]{2,8192}\\.[A-Za-z0-9_-]{0,8192}""");

    private Redaction() {}

    /** The same text with stars in place of what nobody is to read. */
    public static String redact(String text) {
        String withoutSecrets = SECRET.matcher(GuestLinks.redact(text)).replaceAll(Redaction::hidden);
        String withoutCodes = SecurityCode.FORM.matcher(withoutSecrets).replaceAll("$1***");
        return CardNumber.FORM.matcher(withoutCodes).replaceAll(Redaction::lastFour);
    }

    private static String hidden(MatchResult secret) {
        String kind = secret.group(1) == null ? secret.group(2) : secret.group(1);
        return Matcher.quoteReplacement(kind + "***");
    }

    private static String lastFour(MatchResult found) {
        String digits = CardNumber.digits(found.group());
        return CardNumber.passesLuhn(digits)
                ? "************" + digits.substring(digits.length() - 4)
                : Matcher.quoteReplacement(found.group());
    }
}
