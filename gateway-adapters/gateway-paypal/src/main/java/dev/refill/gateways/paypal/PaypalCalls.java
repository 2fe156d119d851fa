package dev.refill.gateways.paypal;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.json.StrictJson;
import dev.refill.gateway.token.AccessToken;
import dev.refill.gateway.token.AccessTokens;

/**
 * Requests to PayPal's REST API with a token. A request that is refused for its token was not carried
 * out, and is sent once more with another one. The Monos are as those of {@link PaypalWire#send}.
 */
final class PaypalCalls {

    private static final int UNAUTHORIZED = 401;
    private static final byte[] NOTHING = {};

    private final PaypalWire wire;
    private final AccessTokens tokens;

    PaypalCalls(PaypalWire wire, AccessTokens tokens) {
        this.wire = wire;
        this.tokens = tokens;
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
        }, StrictJson.bytes(body), names);
    }

    /** Emits a missing node where it was done. */
    Mono<JsonNode> patch(String path, List<Map<String, ?>> changes, Object... names) {
        return authorized(HttpMethod.PATCH, path, headers -> headers.setContentType(MediaType.APPLICATION_JSON),
                StrictJson.bytes(changes), names);
    }

    Mono<JsonNode> get(String path, Object... names) {
        return authorized(HttpMethod.GET, path, _headers -> {}, NOTHING, names);
    }

    private Mono<JsonNode> authorized(HttpMethod method, String path, Consumer<HttpHeaders> own, byte[] body,
            Object... names) {
        Function<AccessToken, Mono<JsonNode>> sent = token -> wire.send(method, path,
                own.andThen(headers -> headers.setBearerAuth(token.value())), body, names);
        return tokens.current()
                .flatMap(token -> sent.apply(token)
                        .onErrorResume(PaypalCalls::isOfTheToken, _error -> anotherToken(token).flatMap(sent)));
    }

    private Mono<AccessToken> anotherToken(AccessToken refused) {
        tokens.refuse(refused);
        return tokens.current();
    }

    private static boolean isOfTheToken(Throwable error) {
        return error instanceof ErrorAnswerException answer && answer.status() == UNAUTHORIZED;
    }
}
