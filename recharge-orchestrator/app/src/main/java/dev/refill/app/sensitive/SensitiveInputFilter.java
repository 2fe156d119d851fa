package dev.refill.app.sensitive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import dev.refill.redaction.GuestLinks;
import dev.refill.redaction.SensitiveInput;
import dev.refill.redaction.SensitiveInput.Place;

/**
 * Refuses a request of the APIs with something in its path, query, key or body that must not come in, before anything is done. It stands
 * after Spring Security (-100), as nothing is told to whom nobody knows, and before the keys are claimed (0).
 */
@Order(-10)
final class SensitiveInputFilter implements WebFilter {

    private static final Set<String> APIS = Set.of("v1", "tmf-api");
    private static final Set<String> BEFORE_A_PHONE = Set.of("subscribers", "numbers");
    /**
     * What a bank wrote is not its sender's to mend, and one in ten of its references ends as a card number does. The reader of statements
     * refuses a card's number where one is told as such.
     */
    private static final List<String> BANK_FILES = List.of("v1", "operations", "bank-files");
    private static final String KEY = "Idempotency-Key";
    /** TM Forum writes a field of a field with a dot. */
    private static final int MOST_NAMES = 4;

    private final SensitiveInput input;
    private final Fields fields;
    private final JsonTexts texts;

    SensitiveInputFilter(SensitiveInput input) {
        this.input = input;
        this.fields = new Fields(input);
        this.texts = new JsonTexts(input);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        List<String> path = path(request);
        if (path.isEmpty() || !APIS.contains(path.getFirst())) {
            return chain.filter(exchange);
        }
        if (isInPath(path) || isInQuery(request) || isInKey(request)) {
            return Mono.error(SensitiveInputRefused::new);
        }
        return path.equals(BANK_FILES)
                ? chain.filter(exchange)
                : chain.filter(exchange.mutate().request(new CheckedBody(request, texts)).build());
    }

    /** As controllers see it, which may be written in another way. */
    private static List<String> path(ServerHttpRequest request) {
        return request.getPath().pathWithinApplication().elements().stream()
                .filter(PathSegment.class::isInstance)
                .map(part -> ((PathSegment) part).valueToMatch())
                .toList();
    }

    /** No id of ours looks like a guest's link, and the path is repeated in every problem. */
    private boolean isInPath(List<String> path) {
        List<String> others = new ArrayList<>(path);
        for (int i = 1; i < path.size(); i++) {
            if (BEFORE_A_PHONE.contains(path.get(i - 1)) && !input.isIn(path.get(i), Place.PHONE)) {
                others.set(i, "");
            }
        }
        String all = String.join("/", others);
        return input.isIn(all, Place.NUMERAL) || GuestLinks.mayBeIn(String.join("/", path));
    }

    private boolean isInQuery(ServerHttpRequest request) {
        return request.getURI().getRawQuery() != null
                && request.getQueryParams().entrySet().stream().anyMatch(this::isInParameter);
    }

    private boolean isInParameter(Map.Entry<String, List<String>> parameter) {
        List<String> names = new ArrayList<>(List.of(parameter.getKey().split("\\.", MOST_NAMES)));
        Collections.reverse(names);
        return fields.isInName(parameter.getKey())
                || parameter.getValue().stream().anyMatch(value -> value != null && fields.isInValue(names, value));
    }

    private boolean isInKey(ServerHttpRequest request) {
        return request.getHeaders().getOrEmpty(KEY).stream().anyMatch(key -> input.isIn(key, Place.NUMERAL));
    }
}
