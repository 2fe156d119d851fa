package dev.refill.subscriber.web;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.refill.redaction.SensitiveInput;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber.Status;

/** Texts of requests that mean something. */
final class Texts {

    static final String REASON = "why, in 1 to 500 characters of one line, without long numbers and secrets";
    static final String NUMBER = "a number in E.164 form like \"+12025550101\"";
    static final String STATUS = "\"active\", \"barred\", \"frozen\" or \"closed\"";

    /** No halves of characters, and nothing that a terminal or a log obeys. */
    private static final Pattern LINE = Pattern.compile("[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1,500}");
    private static final Pattern ETAG = Pattern.compile("\"([1-9][0-9]{0,8})\"");
    private static final int LONGEST_REASON = 500;

    private Texts() {}

    static Optional<String> reason(String text) {
        return Optional.of(text.strip())
                .filter(reason -> reason.length() <= LONGEST_REASON)
                .filter(reason -> LINE.matcher(reason).matches() && !SensitiveInput.isInReason(reason));
    }

    /** In an address the plus may be left out, and in a query it is read as a space. */
    static Optional<Msisdn> number(String inAddress) {
        return Msisdn.ofE164(inAddress.startsWith("+") ? inAddress : "+" + inAddress.strip());
    }

    static Optional<Status> status(String text) {
        return Stream.of(Status.values()).filter(status -> word(status).equals(text)).findFirst();
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A tag of another form, a weak one included, is no version's: 0. */
    static int version(String tag) {
        Matcher version = ETAG.matcher(tag.strip());
        return version.matches() ? Integer.parseInt(version.group(1)) : 0;
    }
}
