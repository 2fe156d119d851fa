package dev.refill.close.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Pattern;

/** Texts of requests that mean something. */
final class Texts {

    static final String REASON = "why, in 1 to 500 characters on one line";
    static final String DAY = "a day like \"2026-01-31\"";
    static final String MONTH = "a month like \"2026-01\"";
    static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");

    private static final int LONGEST_REASON = 500;
    /** What no column takes, what breaks a line, and halves of a character. */
    private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    /** In this century, as the service is. */
    private static final Pattern DAY_FORM = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
    private static final Pattern MONTH_FORM = Pattern.compile("20[0-9]{2}-[0-9]{2}");

    private Texts() {}

    static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(text).filter(form -> DAY_FORM.matcher(form).matches()).map(LocalDate::parse);
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }

    static Optional<YearMonth> month(String text) {
        try {
            return Optional.of(text).filter(form -> MONTH_FORM.matcher(form).matches()).map(YearMonth::parse);
        } catch (DateTimeException noMonth) {
            return Optional.empty();
        }
    }

    static Optional<String> reason(String text) {
        return Optional.of(text.strip())
                .filter(reason -> !reason.isEmpty() && reason.length() <= LONGEST_REASON)
                .filter(reason -> !NOT_TEXT.matcher(reason).find());
    }
}
