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
    private final boolean leavesOutUnseen;
    private final StringBuilder text = new StringBuilder();
    /** Where the signs of the text begin; there is none without an escape. */
    private int @Nullable [] starts;

    private Unescaped(String written, boolean leavesOutUnseen) {
        this.written = written;
        this.leavesOutUnseen = leavesOutUnseen;
    }

    static Unescaped of(String written) {
        Unescaped read = new Unescaped(written, false);
        if (written.indexOf('\\') >= 0 || written.indexOf('%') >= 0) {
            read.read(new int[written.length() + 1]);
        }
        return read;
    }

    /** The same without what nobody sees, such as spaces of no width. */
    private static Unescaped seen(String written) {
        Unescaped read = new Unescaped(written, true);
        read.read(new int[written.length() + 1]);
        return read;
    }

    /** Has something else in place of all that is found in the text without its escapes; it was found in order and apart. */
    static String replaced(String written, Function<String, List<Found>> finder,
            BiFunction<String, Found, String> instead) {
        return of(written).replaced(finder, instead);
    }

    /** The same of what is found in the text without what nobody sees. */
    static String replacedAsSeen(String written, Function<String, List<Found>> finder,
            BiFunction<String, Found, String> instead) {
        return seen(written).replaced(finder, instead);
    }

    private String replaced(Function<String, List<Found>> finder, BiFunction<String, Found, String> instead) {
        String text = text();
        List<Found> all = finder.apply(text);
        if (all.isEmpty()) {
            return written;
        }
        StringBuilder replaced = new StringBuilder(written.length());
        int copied = 0;
        for (Found found : all) {
            replaced.append(written, copied, at(found.start())).append(instead.apply(text, found));
            copied = at(found.end());
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
        if (!leavesOutUnseen || Character.getType(sign) != Character.FORMAT) {
            text.append(sign);
        }
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
            case 'u' -> code(at + 1, 4, at);
            case 'x' -> code(at + 1, 2, at);
            default -> sign('\\', at);
        };
    }

    /** @param otherwise where to go on if it is no code */
    private int code(int at, int digits, int otherwise) {
        int code = hex(at, digits);
        return code < 0 ? sign('\\', otherwise) : sign((char) code, at + digits);
    }

    private int percent(int first) {
        int at = behindPercent(first);
        int code = hex(at, 2);
        if (code < 0) {
            return sign('%', at);
        }
        return code <= MOST_OF_ASCII ? sign((char) code, at + 2) : notAscii(code, at + 2);
    }

    /** What is escaped again has a percent sign that is escaped itself. */
    private int behindPercent(int first) {
        int at = first + 1;
        while (written.startsWith(ESCAPED_PERCENT, at)) {
            at += ESCAPED_PERCENT.length();
        }
        return at;
    }

    /** A sign in bytes of UTF-8, each escaped. Of other bytes no more is told than that they are neither letter nor digit. */
    private int notAscii(int lead, int next) {
        int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        int code = lead & (0x3F >> more);
        int at = next;
        for (int i = 0; i < more; i++) {
            int part = at < written.length() && written.charAt(at) == '%' ? behindPercent(at) : written.length();
            int bits = hex(part, 2);
            if (bits >> 6 != 0b10) {
                return sign(' ', next);
            }
            code = code << 6 | (bits & 0x3F);
            at = part + 2;
        }
        return lead < 0xC0 || code > Character.MAX_VALUE ? sign(' ', next) : sign((char) code, at);
    }

    /** A number in so many digits; -1 if they are none. */
    private int hex(int at, int digits) {
        int code = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = i < written.length() ? Character.digit(written.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }
}
