package dev.refill.app.problem;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

import dev.refill.tmf654.TmfError;

/**
 * Answers a failed request of a program with a problem. Requests of browsers for a page outside the API go on to the
 * error pages.
 */
@Order(-2)
final class ProblemHandler implements WebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
    private static final List<String> APIS = List.of("/v1/", "/webhooks/", "/tmf-api/", "/actuator");

    private final ServerResponse.Context writing;

    ProblemHandler(ServerCodecConfigurer codecs) {
        this.writing = new Writing(codecs.getWriters());
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        boolean ours = !exchange.getResponse().isCommitted() && !isForPeople(exchange);
        return ours ? answer(exchange, failure) : Mono.error(failure);
    }

    private Mono<Void> answer(ServerWebExchange exchange, Throwable failure) {
        ProblemDetail problem = Problems.of(failure);
        problem.setInstance(URI.create(exchange.getRequest().getPath().value()));
        ProblemRedaction.redact(problem);
        if (problem.getStatus() >= 500) {
            report(exchange, problem, failure);
        }
        return answer(exchange, problem)
                .headers(headers -> addHeaders(headers, problem, failure))
                .bodyValue(isOfTmForum(exchange) ? TmfError.of(problem) : problem)
                .flatMap(response -> response.writeTo(exchange, writing));
    }

    /** TM Forum's APIs have their own form of errors. */
    private static ServerResponse.BodyBuilder answer(ServerWebExchange exchange, ProblemDetail problem) {
        return isOfTmForum(exchange)
                ? ServerResponse.status(TmfError.of(problem).httpStatus()).contentType(MediaType.APPLICATION_JSON)
                : ServerResponse.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    private static boolean isOfTmForum(ServerWebExchange exchange) {
        return exchange.getRequest().getPath().pathWithinApplication().value().startsWith("/tmf-api/");
    }

    private static void addHeaders(HttpHeaders headers, ProblemDetail problem, Throwable failure) {
        if (failure instanceof ErrorResponse answer) {
            headers.putAll(answer.getHeaders());
        }
        if (problem.getStatus() == 503) {
            headers.set(HttpHeaders.RETRY_AFTER, "2");
        }
    }

    /** The caller is given a number, and only the log says what it stands for. */
    private static void report(ServerWebExchange exchange, ProblemDetail problem, Throwable failure) {
        String incident = incident();
        problem.setProperty("incident", incident);
        LOG.atError()
                .setCause(failure)
                .addKeyValue("incident", incident)
                .log("{} {} failed with {}, incident {}", exchange.getRequest().getMethod(),
                        exchange.getRequest().getPath(), problem.getStatus(), incident);
    }

    /** Unique, and no secret: a secure one would read the system's random device on an event loop. */
    private static String incident() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static boolean isForPeople(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        boolean api = APIS.stream().anyMatch(path::startsWith);
        boolean page = exchange.getRequest().getHeaders().getAccept().stream()
                .anyMatch(MediaType.TEXT_HTML::equalsTypeAndSubtype);
        return !api && (page || exchange.getRequest().getHeaders().containsHeader("HX-Request"));
    }

    private record Writing(List<HttpMessageWriter<?>> messageWriters) implements ServerResponse.Context {

        @Override
        public List<ViewResolver> viewResolvers() {
            return List.of();
        }
    }
}
