package dev.refill.tmf654;

import java.util.Map;
import java.util.Optional;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * An error in TM Forum's form.
 *
 * @param code stable, for programs
 * @param reason in a few words
 * @param message what was expected, or what can be done
 * @param status of HTTP
 * @param referenceError the code as an address, as problems of the other APIs have it
 */
public record TmfError(String code, String reason, String message, String status, String referenceError) {

    private static final String TYPES = "https://refill.dev/problems/";

    public static TmfError of(HttpStatus status, String code, String reason, String message) {
        return new TmfError(code, reason, message, Integer.toString(status.value()), TYPES + code);
    }

    /** What the specification has no status for is a bad request. */
    public static TmfError of(ProblemDetail problem) {
        int status = problem.getStatus() == HttpStatus.UNPROCESSABLE_CONTENT.value()
                ? HttpStatus.BAD_REQUEST.value()
                : problem.getStatus();
        String type = String.valueOf(problem.getType());
        String code = type.startsWith(TYPES) ? type.substring(TYPES.length()) : "error";
        return new TmfError(code, Optional.ofNullable(problem.getTitle()).orElse(code), message(problem),
                Integer.toString(status), TYPES + code);
    }

    /** With the fields or the incident that it names. */
    private static String message(ProblemDetail problem) {
        Map<String, Object> more = problem.getProperties() == null ? Map.of() : problem.getProperties();
        String detail = Optional.ofNullable(problem.getDetail()).orElse("");
        return (detail + " " + more.getOrDefault("errors", more.getOrDefault("incident", ""))).strip();
    }

    public HttpStatus httpStatus() {
        return HttpStatus.valueOf(Integer.parseInt(status));
    }
}
