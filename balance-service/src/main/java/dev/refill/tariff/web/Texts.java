package dev.refill.tariff.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.refill.redaction.SensitiveInput;

/** Texts of requests that mean something. */
final class Texts {

    static final String TIME = "a time like \"2026-01-05T10:15:30Z\"";
    static final String REASON = "why, in 1 to 500 characters on one line, without long numbers and secrets";

    private static final int LONGEST_REASON = 500;
    /** What no column takes, what breaks a line, and halves of a character. */
    private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    /** What PostgreSQL keeps, and plans can be rated by. */
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    private Texts() {}

    static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(time -> !time.isBefore(FIRST) && time.isBefore(LAST));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    static Optional<String> reason(String text) {
        return Optional.of(text.strip())
                .filter(reason -> !reason.isEmpty() && reason.length() <= LONGEST_REASON)
                .filter(reason -> !NOT_TEXT.matcher(reason).find() && !SensitiveInput.isInReason(reason));
    }
}
