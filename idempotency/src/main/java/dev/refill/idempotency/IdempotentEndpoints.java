package dev.refill.idempotency;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The endpoints that take an {@code Idempotency-Key}; a bean the application gives. The first that matches a request
 * counts; a request that none matches passes untouched, key or not.
 *
 * <p>Handlers at these endpoints read the request's body; form data and multipart parts are not handed on to them.
 */
public record IdempotentEndpoints(List<Endpoint> endpoints) {

    /** Whether an endpoint can do without a key. */
    public enum KeyRule {
        /** A request without a key is refused with 400. */
        REQUIRED,
        /** A request without a key passes, and is not protected against repetition. */
        OPTIONAL
    }

    /** One endpoint: keys of one endpoint mean nothing at another. */
    public record Endpoint(HttpMethod method, PathPattern path, KeyRule keyRule) {

        private boolean matches(ServerHttpRequest request) {
            return method.equals(request.getMethod()) && path.matches(request.getPath().pathWithinApplication());
        }

        /** Method and pattern, such as {@code POST /v1/recharges/{id}/refunds}: what keys are looked up by. */
        public String name() {
            return method + " " + path.getPatternString();
        }
    }

    public IdempotentEndpoints {
        endpoints = List.copyOf(endpoints);
    }

    /** No endpoint yet: the start of a list. */
    public static IdempotentEndpoints none() {
        return new IdempotentEndpoints(List.of());
    }

    /** These endpoints and one more that insists on a key. */
    public IdempotentEndpoints required(HttpMethod method, String path) {
        return with(method, path, KeyRule.REQUIRED);
    }

    /** These endpoints and one more that takes a key if there is one. */
    public IdempotentEndpoints optional(HttpMethod method, String path) {
        return with(method, path, KeyRule.OPTIONAL);
    }

    private IdempotentEndpoints with(HttpMethod method, String path, KeyRule keyRule) {
        var added = new Endpoint(method, PathPatternParser.defaultInstance.parse(path), keyRule);
        return new IdempotentEndpoints(Stream.concat(endpoints.stream(), Stream.of(added)).toList());
    }

    /** The endpoint a request goes to; empty when keys mean nothing there. */
    public Optional<Endpoint> match(ServerHttpRequest request) {
        return endpoints.stream().filter(endpoint -> endpoint.matches(request)).findFirst();
    }
}
