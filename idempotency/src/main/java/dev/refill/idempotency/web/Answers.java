package dev.refill.idempotency.web;

import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.idempotency.Answer;
import dev.refill.idempotency.Answer.Header;

/** Writes answers to the network. */
final class Answers {

    static final String REPLAYED = "Idempotent-Replayed";

    /** A handler is rarely at it for longer than a second. */
    private static final String SOON = "1";

    private final JsonMapper json;

    Answers(JsonMapper json) {
        this.json = json;
    }

    Mono<Void> write(ServerWebExchange exchange, Served served) {
        ServerHttpResponse response = exchange.getResponse();
        return switch (served) {
            case Served.Live(Answer answer) -> write(response, answer);
            case Served.Replayed(Answer answer) -> replay(response, answer);
            case Served.Refused(Problem problem, String reason) -> refuse(response, problem, problem.detail(reason));
        };
    }

    private static Mono<Void> replay(ServerHttpResponse response, Answer answer) {
        response.getHeaders().set(REPLAYED, "true");
        return write(response, answer);
    }

    private Mono<Void> refuse(ServerHttpResponse response, Problem problem, ProblemDetail detail) {
        if (problem.passes()) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, SOON);
        }
        var type = new Header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        return write(response, new Answer(detail.getStatus(), List.of(type), json.writeValueAsBytes(detail)));
    }

    private static Mono<Void> write(ServerHttpResponse response, Answer answer) {
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        HttpHeaders headers = response.getHeaders();
        answer.headers().forEach(header -> headers.remove(header.name()));
        answer.headers().forEach(header -> headers.add(header.name(), header.value()));
        if (answer.body().length == 0) {
            return response.setComplete();
        }
        headers.setContentLength(answer.body().length);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(answer.body())));
    }
}
