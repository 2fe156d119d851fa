package dev.refill.tariff.file;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.refill.tariff.plan.Period;

/** Minutes of a day as people write them: {@code 07:00}, and {@code 24:00} for the end of a day. */
final class Clocks {

    private static final Pattern FORM = Pattern.compile("([01][0-9]|2[0-4]):([0-5][0-9])");

    private Clocks() {}

    /** Empty: nothing can begin then. */
    static Optional<Integer> from(String text) {
        return minute(text).filter(minute -> minute < Period.MINUTES_OF_A_DAY);
    }

    /** Empty: nothing can end then. */
    static Optional<Integer> until(String text) {
        return minute(text).filter(minute -> minute > 0 && minute <= Period.MINUTES_OF_A_DAY);
    }

    private static Optional<Integer> minute(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(Integer.parseInt(form.group(1)) * 60 + Integer.parseInt(form.group(2)))
                : Optional.empty();
    }

    static String write(int minute) {
        return "%02d:%02d".formatted(minute / 60, minute % 60);
    }
}
