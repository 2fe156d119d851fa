package dev.refill.webhooks.processing;

import java.util.regex.Pattern;

import org.springframework.dao.DataAccessException;

/** What is kept of an error as evidence: one line of at most 500 characters, without what looks like a secret or a card. */
public final class ErrorText {

    private static final int LONGEST = 500;
    /** Enough for any message, and a bound on the work of the patterns below. */
    private static final int LONGEST_READ = 4_000;
    private static final Pattern SECRET = Pattern.compile(
            "\\b(?:sk|rk|pk|whsec)_\\w+|\\bBearer\\s+\\S+|\\beyJ[\\w-]+\\.[\\w.-]+|\\b\\d(?:[ -]?\\d){12,18}\\b");
    private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cntrl}\\p{Cs}]+");

    public static String of(Throwable error) {
        // What wraps the database's own words adds the statement, which helps nobody who reads evidence.
        Throwable told = error instanceof DataAccessException wrapped ? wrapped.getMostSpecificCause() : error;
        String message = told.getMessage();
        return of(told.getClass().getSimpleName() + (message == null ? "" : ": " + message));
    }

    public static String of(String text) {
        String read = text.length() > LONGEST_READ ? text.substring(0, LONGEST_READ) : text;
        String line = NOT_TEXT.matcher(read).replaceAll(" ");
        String safe = SECRET.matcher(line).replaceAll("[removed]");
        return safe.length() > LONGEST ? safe.substring(0, LONGEST) : safe;
    }

    private ErrorText() {}
}
