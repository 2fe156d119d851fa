package dev.refill.webhooks.ingress;

import java.net.URI;
import java.util.Locale;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Verification;
import dev.refill.webhooks.store.Kept;

/** What a provider is told. */
sealed interface Answer {

    /** For metrics, and the last part of the problem's type; stable. */
    String word();

    record Accepted(Kept kept) implements Answer {

        @Override
        public String word() {
            return kept.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Not to be sent again, and nothing that is kept. */
    record NotOurs() implements Answer {

        @Override
        public String word() {
            return "not-ours";
        }
    }

    record Refused(HttpStatus status, String word, String detail) implements Answer {}

    /** We could not keep it: not the sender's fault, and to be sent again. */
    record NotKept() implements Answer {

        @Override
        public String word() {
            return "not-kept";
        }
    }

    static Refused unknownGateway() {
        return new Refused(HttpStatus.NOT_FOUND, "unknown-gateway", "No webhooks are accepted from this gateway.");
    }

    static Refused encoded() {
        return new Refused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "encoded",
                "Content-Encoding: only identity is accepted.");
    }

    static Refused tooLarge(int maxBody) {
        return new Refused(HttpStatus.CONTENT_TOO_LARGE, "too-large", "The body is limited to " + maxBody + " bytes.");
    }

    static Refused tooSlow() {
        return new Refused(HttpStatus.REQUEST_TIMEOUT, "too-slow", "The body did not arrive in time.");
    }

    static Refused rejected(Verification.Reason reason) {
        return new Refused(HttpStatus.BAD_REQUEST, reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "The webhook could not be verified.");
    }

    static Refused notVerifiable() {
        return new Refused(HttpStatus.BAD_REQUEST, "not-verifiable", "The webhook could not be verified.");
    }

    default Mono<ServerResponse> respond() {
        return switch (this) {
            case Accepted(Kept kept) -> ServerResponse.ok().build();
            case NotOurs() -> ServerResponse.ok().build();
            case Refused(HttpStatus status, String word, String detail) -> refuse(status, word, detail);
            case NotKept() -> problem(HttpStatus.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, "5")
                    .bodyValue(
                            detail(HttpStatus.SERVICE_UNAVAILABLE, word(), "The webhook was not kept; send it again."));
        };
    }

    private static Mono<ServerResponse> refuse(HttpStatus status, String word, String detail) {
        ServerResponse.BodyBuilder response = problem(status);
        if (status != HttpStatus.BAD_REQUEST) {
            // The body was not read to its end, and its rest is not waited for.
            response.header(HttpHeaders.CONNECTION, "close");
        }
        return response.bodyValue(detail(status, word, detail));
    }

    private static ServerResponse.BodyBuilder problem(HttpStatus status) {
        return ServerResponse.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    private static ProblemDetail detail(HttpStatus status, String word, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("https://refill.dev/problems/webhook-" + word));
        return problem;
    }
}
