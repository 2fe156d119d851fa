package dev.refill.redaction;

import java.util.ArrayList;
import java.util.List;

import dev.refill.redaction.Found.Kind;

/** Tokens of three parts, of which the first says that it is a JSON object. Reads each sign of a text three times at most. */
final class JsonWebToken {

    /** How <code>{"</code> is written. */
    private static final String BEGIN = "eyJ";
    private static final int SHORTEST_HEAD = 11;
    private static final int SHORTEST_BODY = 2;

    private JsonWebToken() {}

    static List<Found> in(String text) {
        List<Found> found = new ArrayList<>();
        int start = text.indexOf(BEGIN);
        while (start >= 0) {
            int next = start + 1;
            if (start == 0 || !isLetterOrDigit(text.charAt(start - 1))) {
                int head = endOfPart(text, start);
                int body = isDot(text, head) ? endOfPart(text, head + 1) : head;
                boolean isToken = head - start >= SHORTEST_HEAD && body - head > SHORTEST_BODY && isDot(text, body);
                // Whatever begins within the same part ends with it, too.
                next = isToken ? endOfParts(text, body) : head;
                if (isToken) {
                    found.add(new Found(Kind.SECRET, start + BEGIN.length(), next));
                }
            }
            start = text.indexOf(BEGIN, next);
        }
        return found;
    }

    private static int endOfParts(String text, int dot) {
        int end = dot;
        while (isDot(text, end)) {
            end = endOfPart(text, end + 1);
        }
        return end;
    }

    private static int endOfPart(String text, int start) {
        int end = start;
        while (end < text.length()
                && (isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '-' || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static boolean isDot(String text, int at) {
        return at < text.length() && text.charAt(at) == '.';
    }

    private static boolean isLetterOrDigit(char sign) {
        return sign < 128 && Character.isLetterOrDigit(sign);
    }
}
