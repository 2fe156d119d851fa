package dev.refill.redaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.refill.redaction.Found.Kind;

/**
 * What follows a word that leads to a secret: keys of providers, secrets of webhooks and of payments, credentials behind
 * {@code Bearer} and {@code Basic}, what is in fields of such names, passwords in addresses. The word itself tells the kind and is no secret.
 */
final class Secret {

    private static final Pattern LEADS = Pattern.compile("""
            (?x)
            (?<key> (?<![A-Za-z0-9]) (?i: (?: sk | rk )_(?: live | test )_ | whsec_ ) | (?<=[A-Za-z0-9])_secret_ )
            | (?<![A-Za-z0-9]) (?<scheme> (?i: bearer | basic )) [\\s\\p{Z}+]{1,8}
            | (?<![A-Za-z0-9]) (?<field> (?i: access_token | refresh_token | client_secret | ocp-apim-subscription-key | x-api-key ))
              ["']? \\s{0,8} [:=] \\s{0,8} ["']? (?! (?i: bearer | basic ) [\\s\\p{Z}+] )
            | :// [^\\s:/@"]{1,64} : (?= [^\\s/@"]{1,256} @ )""");
    private static final Pattern PIECES = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern CHANGE = Pattern.compile("[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])");
    private static final Pattern USER_AND_PASSWORD = Pattern.compile("[ -9;-~]*:[ -~]*");
    private static final String CLIENT_SECRET = "_secret_";
    /** Besides letters and digits. */
    private static final String TOKEN_SIGNS = "._~+/=-";
    private static final String BASE64_SIGNS = "+/=_-";
    private static final int SHORTEST_KEY = 8;
    private static final int SHORTEST_CLIENT_SECRET = 16;
    private static final int SHORTEST_TOKEN = 20;
    private static final int SHORTEST_LIKELY = 4;
    private static final int SHORTEST_LIKELY_TOKEN = 8;

    private Secret() {}

    /** @param sure not what merely looks like one */
    static List<Found> in(String text, boolean sure) {
        List<Found> found = new ArrayList<>();
        Matcher leads = LEADS.matcher(text);
        int at = 0;
        while (leads.find(at)) {
            at = leads.end();
            int end = endOf(text, at, leads, sure);
            if (isSecret(leads, text.substring(at, end), sure)) {
                found.add(new Found(Kind.SECRET, at, end));
                at = end;
            }
        }
        return found;
    }

    private static boolean isSecret(Matcher leads, String word, boolean sure) {
        String scheme = leads.group("scheme");
        if (scheme != null) {
            return sure ? isCredential(scheme, word) : word.length() >= SHORTEST_LIKELY_TOKEN;
        }
        if (leads.group("field") != null) {
            return !sure && word.length() >= SHORTEST_LIKELY_TOKEN;
        }
        String key = leads.group("key");
        if (sure && key != null && !key.equals(key.toLowerCase(Locale.ROOT))) {
            return false;
        }
        int shortest = key == null ? 1 : sure ? SHORTEST_KEY : SHORTEST_LIKELY;
        return word.length() >= (CLIENT_SECRET.equals(key) ? SHORTEST_CLIENT_SECRET : shortest);
    }

    /** A name of words and a year is none: <i>Bearer unlimited-roaming-2026</i>. */
    private static boolean isCredential(String scheme, String word) {
        boolean isToken = word.length() >= SHORTEST_TOKEN && PIECES.splitAsStream(word).anyMatch(Secret::isMixed);
        return isToken || (scheme.equalsIgnoreCase("basic") && isUserAndPassword(word));
    }

    private static boolean isMixed(String piece) {
        return CHANGE.matcher(piece).results().limit(2).count() == 2;
    }

    private static boolean isUserAndPassword(String word) {
        try {
            byte[] decoded = Base64.getDecoder().decode(word);
            return USER_AND_PASSWORD.matcher(new String(decoded, StandardCharsets.ISO_8859_1)).matches();
        } catch (IllegalArgumentException otherWord) {
            return false;
        }
    }

    /** What surely is a key ends before a dash, so that no name of several words is read as one. */
    private static int endOf(String text, int start, Matcher leads, boolean sure) {
        String more = switch (String.valueOf(leads.group("key")).toLowerCase(Locale.ROOT)) {
            case "null" -> TOKEN_SIGNS;
            case "whsec_" -> BASE64_SIGNS;
            case CLIENT_SECRET -> "";
            default -> sure ? "" : TOKEN_SIGNS;
        };
        int end = start;
        while (end < text.length() && (isLetterOrDigit(text.charAt(end)) || more.indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private static boolean isLetterOrDigit(char sign) {
        return sign < 128 && Character.isLetterOrDigit(sign);
    }
}
