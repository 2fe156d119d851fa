package dev.refill.gateways.paypal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.gateway.token.AccessToken;
import dev.refill.gateway.token.AccessTokens;

/**
 * Requests to PayPal's REST API with a token, so many at a time. A request that is refused for its token was not carried
 * out, and is sent once more with another one. The Monos are as those of {@link PaypalWire#send}.
 */
final class PaypalCalls {

    private static final int UNAUTHORIZED = 401;
    private static final byte[] NOTHING = {};
    private static final JsonMapper MAPPER = new JsonMapper();

    static {
        // Whoever writes first takes a lock inside the mapper: better here than an event loop behind another.
        MAPPER.writeValueAsBytes(Map.of());
    }

    private final PaypalWire wire;
    private final AccessTokens tokens;
    private final Semaphore places;

    /** @param maxInFlight calls at one time; beyond it {@link NoPlaceException} */
    PaypalCalls(PaypalWire wire, AccessTokens tokens, int maxInFlight) {
        this.wire = wire;
        this.tokens = tokens;
        this.places = new Semaphore(maxInFlight);
    }

    /**
     * @param requestId under which PayPal carries the request out once at most, for as long as it keeps it: orders for six
     *        hours, refunds for 45 days
     */
    Mono<JsonNode> post(String path, String requestId, Map<String, ?> body, Object... names) {
        return authorized(HttpMethod.POST, path, headers -> {
            headers.set("PayPal-Request-Id", requestId);
            headers.set("Prefer", "return=representation");
            headers.setContentType(MediaType.APPLICATION_JSON);
        }, MAPPER.writeValueAsBytes(body), names);
    }

    /** Emits a missing node where it was done. */
    Mono<JsonNode> patch(String path, List<Map<String, ?>> changes, Object... names) {
        return authorized(HttpMethod.PATCH, path, headers -> headers.setContentType(MediaType.APPLICATION_JSON),
                MAPPER.writeValueAsBytes(changes), names);
    }

    Mono<JsonNode> get(String path, Object... names) {
        return authorized(HttpMethod.GET, path, _headers -> {}, NOTHING, names);
    }

    private Mono<JsonNode> authorized(HttpMethod method, String path, Consumer<HttpHeaders> own, byte[] body,
            Object... names) {
        Function<AccessToken, Mono<JsonNode>> sent = token -> placed(
                wire.send(method, path, own.andThen(headers -> headers.setBearerAuth(token.value())), body, names));
        return tokens.current()
                .flatMap(token -> sent.apply(token)
                        .onErrorResume(PaypalCalls::isOfTheToken, _error -> anotherToken(token).flatMap(sent)));
    }

    private Mono<AccessToken> anotherToken(AccessToken refused) {
        tokens.refuse(refused);
        return tokens.current();
    }

    /** The place is free again before anybody hears of the answer. */
    private Mono<JsonNode> placed(Mono<JsonNode> request) {
        return Mono.using(this::place, _place -> request, Semaphore::release);
    }

    private Semaphore place() {
        if (!places.tryAcquire()) {
            throw new NoPlaceException();
        }
        return places;
    }

    private static boolean isOfTheToken(Throwable error) {
        return error instanceof ErrorAnswerException answer && answer.status() == UNAUTHORIZED;
    }
}
