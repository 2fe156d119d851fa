package dev.refill.app.sensitive;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Says what is not taken, and not what it was or where. */
final class SensitiveInputRefused extends ErrorResponseException {

    private static final long serialVersionUID = 1;

    SensitiveInputRefused() {
        super(HttpStatus.BAD_REQUEST, problem(), null);
    }

    private static ProblemDetail problem() {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
                "Nothing was done. The path, the query, the Idempotency-Key or the body holds a card number, a security code, a key or"
                        + " a token. Cards are entered on the provider's pages only; a bearer token belongs into Authorization.");
        problem.setType(URI.create("https://refill.dev/problems/sensitive-data"));
        problem.setTitle("The request holds what must not be sent");
        return problem;
    }
}
