package dev.refill.redaction;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A text as it reads without the escapes of JSON and of addresses, {@code \n}, {@code \}{@code u0020} and {@code %20}, however often it was
 * escaped, and where each of its signs stands. What is escaped is so told from the letters that escape it.
 */
final class Unescaped {

    private static final int MOST_OF_ASCII = 127;
    private static final String ESCAPED_PERCENT = "25";

    private final String written;
    private final StringBuilder text = new StringBuilder();
    /** Where the signs of the text begin; there is none without an escape. */
    private int @Nullable [] starts;

    private Unescaped(String written) {
        this.written = written;
    }

    static Unescaped of(String written) {
        Unescaped read = new Unescaped(written);
        if (written.indexOf('\\') >= 0 || written.indexOf('%') >= 0) {
            read.read(new int[written.length() + 1]);
        }
        return read;
    }

    /** Has something else in place of all that is found in the text without its escapes; it was found in order and apart. */
    static String replaced(String written, Function<String, List<Found>> finder,
            BiFunction<String, Found, String> instead) {
        Unescaped read = of(written);
        String text = read.text();
        List<Found> all = finder.apply(text);
        if (all.isEmpty()) {
            return written;
        }
        StringBuilder replaced = new StringBuilder(written.length());
        int copied = 0;
        for (Found found : all) {
            replaced.append(written, copied, read.at(found.start())).append(instead.apply(text, found));
            copied = read.at(found.end());
        }
        return replaced.append(written, copied, written.length()).toString();
    }

    String text() {
        return starts == null ? written : text.toString();
    }

    private int at(int sign) {
        return starts == null ? sign : starts[sign];
    }

    private void read(int[] begins) {
        int at = 0;
        while (at < written.length()) {
            begins[text.length()] = at;
            at = switch (written.charAt(at)) {
                case '\\' -> backslash(at);
                case '%' -> percent(at);
                default -> sign(written.charAt(at), at + 1);
            };
        }
        begins[text.length()] = at;
        starts = begins;
    }

    private int sign(char sign, int next) {
        text.append(sign);
        return next;
    }

    /** Each time that a text is escaped doubles the backslashes. */
    private int backslash(int first) {
        int at = first;
        while (at < written.length() && written.charAt(at) == '\\') {
            at++;
        }
        char kind = at < written.length() ? written.charAt(at) : ' ';
        return switch (kind) {
            case 'n', 'r' -> sign('\n', at + 1);
            case 't', 'b', 'f' -> sign('\t', at + 1);
            case '"', '/' -> sign(kind, at + 1);
            case 'u' -> code('\\', at + 1, 4, at);
            case 'x' -> code('\\', at + 1, 2, at);
            default -> sign('\\', at);
        };
    }

    private int percent(int first) {
        int at = first + 1;
        while (written.startsWith(ESCAPED_PERCENT, at)) {
            at += ESCAPED_PERCENT.length();
        }
        return code('%', at, 2, at);
    }

    /**
     * Of what is not ASCII in an address, no more is told than that it is neither letter nor digit.
     *
     * @param otherwise where to go on if it is no code
     */
    private int code(char escape, int at, int digits, int otherwise) {
        int code = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = i < written.length() ? Character.digit(written.charAt(i), 16) : -1;
            if (digit < 0) {
                return sign(escape, otherwise);
            }
            code = code * 16 + digit;
        }
        return sign(escape == '%' && code > MOST_OF_ASCII ? ' ' : (char) code, at + digits);
    }
}
