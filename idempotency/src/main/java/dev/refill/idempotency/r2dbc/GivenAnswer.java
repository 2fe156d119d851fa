package dev.refill.idempotency.r2dbc;

import java.util.List;
import java.util.function.Function;

import dev.refill.idempotency.Answer;
import dev.refill.idempotency.Answer.Header;
import dev.refill.idempotency.HeldClaim;

/**
 * An answer as it travels to the database.
 *
 * @param headerNames the names, each after a line feed: text needs no second array, and no headers and one empty header
 *     are not the same
 * @param headerValues the values likewise
 */
record GivenAnswer(HeldClaim claim, Answer answer, String headerNames, String headerValues) {

    private static final char BEFORE_EACH = '\n';

    static GivenAnswer of(HeldClaim claim, Answer answer) {
        return new GivenAnswer(claim, answer, lines(answer.headers(), Header::name),
                lines(answer.headers(), Header::value));
    }

    byte[] body() {
        return answer.body();
    }

    private static String lines(List<Header> headers, Function<Header, String> part) {
        var lines = new StringBuilder();
        for (Header header : headers) {
            lines.append(BEFORE_EACH).append(requireOneLine(header, part.apply(header)));
        }
        return lines.toString();
    }

    /** HTTP has no such header, and it would shift those after it. */
    private static String requireOneLine(Header header, String part) {
        if (part.indexOf(BEFORE_EACH) >= 0) {
            throw new IllegalArgumentException("header: " + header.name() + " (expected: without a line feed)");
        }
        return part;
    }
}
