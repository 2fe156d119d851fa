package dev.refill.app.problem;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

import io.r2dbc.spi.R2dbcTransientException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.support.WebExchangeBindException;
import tools.jackson.core.JacksonException;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.ledger.LedgerException;

/** Maps every failure that reaches the edge to the problem a caller is told. */
final class Problems {

    private static final String TYPES = "https://refill.dev/problems/";
    private static final URI NO_TYPE = URI.create("about:blank");

    private Problems() {}

    static ProblemDetail of(Throwable failure) {
        return switch (failure) {
            case WebExchangeBindException invalid -> fields(HttpStatus.UNPROCESSABLE_CONTENT, fieldErrors(invalid));
            case MethodValidationResult invalid -> fields(HttpStatus.UNPROCESSABLE_CONTENT, fieldErrors(invalid));
            case ErrorResponse answer when malformedJson(failure) instanceof JacksonException malformed ->
                fields(HttpStatus.BAD_REQUEST, List.of(MalformedJson.fieldOf(malformed)));
            case ErrorResponse answer -> typed(answer.getBody());
            case AuthenticationServiceException issuerDown ->
                problem(HttpStatus.SERVICE_UNAVAILABLE, "issuer-unavailable",
                        "The token issuer does not answer. Nothing was done; send the same request again later.");
            case TransientDataAccessException busy -> overloaded();
            case DataAccessResourceFailureException unreachable -> overloaded();
            case R2dbcTransientException busy -> overloaded();
            case GroupCommit.QueueFull busy -> overloaded();
            case GroupCommit.Disposed stopping -> overloaded();
            case TimeoutException slow -> overloaded();
            case LedgerException books when books.code() != LedgerException.Code.REFUSED -> overloaded();
            default -> problem(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error",
                    "The fault is ours and has been recorded. The same request may be sent again.");
        };
    }

    private static Throwable malformedJson(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof JacksonException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static ProblemDetail overloaded() {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "overloaded",
                "The database is busy or away. Send the same request again later, with the same key.");
    }

    private static ProblemDetail fields(HttpStatus status, List<FieldError> errors) {
        ProblemDetail problem = problem(status, slug(status), "The request has fields that are not as expected.");
        problem.setProperty("errors", errors);
        return problem;
    }

    /** A problem that names its own type was made by whoever knows more than we do. */
    private static ProblemDetail typed(ProblemDetail answer) {
        if (answer.getType() != null && !NO_TYPE.equals(answer.getType())) {
            return answer;
        }
        HttpStatusCode status = HttpStatusCode.valueOf(answer.getStatus());
        String told = answer.getDetail();
        String detail = status.value() == 404 || told == null ? detail(status) : told;
        return problem(status, slug(status), detail);
    }

    private static ProblemDetail problem(HttpStatusCode status, String slug, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPES + slug));
        problem.setTitle(title(slug));
        return problem;
    }

    private static String title(String slug) {
        return slug.substring(0, 1).toUpperCase(Locale.ROOT) + slug.substring(1).replace('-', ' ');
    }

    private static String slug(HttpStatusCode status) {
        return switch (status.value()) {
            case 400 -> "malformed-request";
            case 401 -> "unauthenticated";
            case 403 -> "forbidden";
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 406 -> "not-acceptable";
            case 409 -> "conflict";
            case 413 -> "request-body-too-large";
            case 415 -> "unsupported-media-type";
            case 422 -> "invalid-request";
            case 429 -> "too-many-requests";
            case 503 -> "unavailable";
            default -> status.is4xxClientError() ? "bad-request" : "internal-error";
        };
    }

    private static String detail(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> "A valid bearer token of the issuer is needed.";
            case 403 -> "The token does not carry the scope that this endpoint needs.";
            case 404 -> "Nothing is here, or nothing that this caller may see.";
            case 413 -> "The body is longer than this endpoint takes. Nothing was done.";
            default -> "The request cannot be answered as it is.";
        };
    }

    private static List<FieldError> fieldErrors(WebExchangeBindException invalid) {
        return invalid.getFieldErrors()
                .stream()
                .map(error -> new FieldError(error.getField(), String.valueOf(error.getDefaultMessage())))
                .toList();
    }

    private static List<FieldError> fieldErrors(MethodValidationResult invalid) {
        return invalid.getParameterValidationResults()
                .stream()
                .flatMap(parameter -> parameter.getResolvableErrors()
                        .stream()
                        .map(error -> new FieldError(String.valueOf(parameter.getMethodParameter().getParameterName()),
                                String.valueOf(error.getDefaultMessage()))))
                .toList();
    }
}
