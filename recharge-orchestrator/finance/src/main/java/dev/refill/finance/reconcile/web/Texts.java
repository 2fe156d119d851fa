package dev.refill.finance.reconcile.web;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

import dev.refill.request.Problems;

/** Texts of requests that mean something. */
final class Texts {

    static final int MOST_LINES = 200;
    static final String LINES = "a whole number from 1 to " + MOST_LINES;
    static final String NEXT = "the next of an earlier page";
    static final String PAIR = "the name of a pair, like \"stripe\"";
    static final String REASON = "why, in 1 to 500 characters on one line";
    static final String OWNER = "who looks after it, in 1 to 255 characters on one line";

    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_OWNER = 255;
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
    /** What no column takes, what breaks a line, and halves of a character. */
    private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    private Texts() {}

    static Optional<Integer> number(String text, int least, int most) {
        return Optional.of(text)
                .filter(NUMBER.asMatchPredicate())
                .map(Integer::valueOf)
                .filter(number -> number >= least && number <= most);
    }

    static Optional<String> reason(String text) {
        return line(text, LONGEST_REASON);
    }

    static Optional<String> owner(String text) {
        return line(text, LONGEST_OWNER);
    }

    private static Optional<String> line(String text, int longest) {
        return Optional.of(text.strip())
                .filter(line -> !line.isEmpty() && line.length() <= longest)
                .filter(line -> !NOT_TEXT.matcher(line).find());
    }

    static Mono<ResponseEntity<Object>> invalid(String field, String expected) {
        return Mono.just(Problems.invalid(List.of(new Problems.FieldError(field, expected))));
    }
}
