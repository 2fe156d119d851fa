package dev.refill.app.sensitive;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer.Element;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import dev.refill.redaction.GuestLinks;
import dev.refill.redaction.SensitiveInput;

/**
 * Refuses a request of the APIs with something in its path, query, key or body that must not come in, before anything is done. It stands
 * after Spring Security (-100), as nothing is told to whom nobody knows, and before the keys are claimed (0).
 */
@Order(-10)
final class SensitiveInputFilter implements WebFilter {

    private static final List<String> APIS = List.of("/v1/", "/tmf-api/");
    private static final String KEY = "Idempotency-Key";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!isOfAnApi(request)) {
            return chain.filter(exchange);
        }
        return isInHead(request)
                ? Mono.error(SensitiveInputRefused::new)
                : chain.filter(exchange.mutate().request(new CheckedBody(request)).build());
    }

    private static boolean isOfAnApi(ServerHttpRequest request) {
        String path = request.getPath().pathWithinApplication().value();
        return APIS.stream().anyMatch(path::startsWith);
    }

    private static boolean isInHead(ServerHttpRequest request) {
        return isInPath(decoded(request.getPath())) || isInQuery(request)
                || request.getHeaders().getOrEmpty(KEY).stream().anyMatch(SensitiveInput::isIn);
    }

    /** No id of ours looks like a guest's link, and the path is repeated in every problem. */
    private static boolean isInPath(String path) {
        return SensitiveInput.isIn(path) || GuestLinks.mayBeIn(path);
    }

    private static boolean isInQuery(ServerHttpRequest request) {
        return request.getURI().getRawQuery() != null && request.getQueryParams()
                .entrySet()
                .stream()
                .flatMap(parameter -> parameter.getValue().stream().map(value -> parameter.getKey() + "=" + value))
                .anyMatch(SensitiveInput::isIn);
    }

    private static String decoded(RequestPath path) {
        return path.elements().stream().map(SensitiveInputFilter::decoded).collect(Collectors.joining());
    }

    private static String decoded(Element element) {
        return element instanceof PathSegment segment ? segment.valueToMatch() : element.value();
    }
}
