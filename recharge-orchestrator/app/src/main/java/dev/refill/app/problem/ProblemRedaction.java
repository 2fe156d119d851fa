package dev.refill.app.problem;

import java.net.URI;
import java.util.List;

import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.config.WebFluxConfigurer;

import dev.refill.redaction.Redaction;

/** Takes out of a problem what an answer must not repeat. Handlers' own problems are given the path by the framework, just before. */
final class ProblemRedaction implements WebFluxConfigurer {

    @Override
    public void addErrorResponseInterceptors(List<ErrorResponse.Interceptor> interceptors) {
        interceptors.add((problem, response) -> redact(problem));
    }

    static void redact(ProblemDetail problem) {
        URI instance = problem.getInstance();
        problem.setInstance(instance == null ? null : URI.create(Redaction.redact(instance.toString())));
        String detail = problem.getDetail();
        problem.setDetail(detail == null ? null : Redaction.redact(detail));
    }
}
