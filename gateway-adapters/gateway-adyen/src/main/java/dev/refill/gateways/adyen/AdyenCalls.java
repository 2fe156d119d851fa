package dev.refill.gateways.adyen;

import java.util.Map;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.OperationKey;
import dev.refill.gateway.http.JsonAnswer;
import dev.refill.gateway.http.Wire;
import dev.refill.gateway.json.StrictJson;

/**
 * Requests to Adyen's Checkout API. The Monos are cold and never block: each subscription sends one request and emits one
 * JSON object, or the error that says how far the request came. Cancelling closes the connection and gives up the wait;
 * what was sent may still be carried out.
 */
final class AdyenCalls {

    private final Wire wire;
    private final String apiKey;

    AdyenCalls(Wire wire, String apiKey) {
        this.wire = wire;
        this.apiKey = apiKey;
    }

    /** @param key under which Adyen carries the request out once at most, for seven days at least */
    Mono<JsonNode> post(String path, OperationKey key, Map<String, ?> body, Object... names) {
        return wire.call(web -> withBody(web.post().uri(path, names).header("Idempotency-Key", key.value()), body))
                .map(AdyenCalls::read);
    }

    Mono<JsonNode> patch(String path, Map<String, ?> body, Object... names) {
        return wire.call(web -> withBody(web.patch().uri(path, names), body)).map(AdyenCalls::read);
    }

    Mono<JsonNode> get(String path, Object... names) {
        return wire.call(web -> withKey(web.get().uri(path, names))).map(AdyenCalls::read);
    }

    private RequestHeadersSpec<?> withBody(RequestBodySpec request, Map<String, ?> body) {
        return withKey(request.contentType(MediaType.APPLICATION_JSON).bodyValue(StrictJson.bytes(body)));
    }

    private RequestHeadersSpec<?> withKey(RequestHeadersSpec<?> request) {
        return request.header("X-API-Key", apiKey);
    }

    private static JsonNode read(JsonAnswer answer) {
        if (!answer.isSuccess()) {
            throw error(answer);
        }
        if (answer.json() == null) {
            throw new IllegalArgumentException("answer: no JSON object");
        }
        return answer.json();
    }

    private static ErrorAnswerException error(JsonAnswer answer) {
        return new ErrorAnswerException(answer.status(), word(answer, "errorCode"), word(answer, "pspReference"),
                answer.retryAfter());
    }

    /** Codes and references are short words; anything else would travel into logs. */
    private static String word(JsonAnswer answer, String field) {
        var text = answer.json() == null ? "" : StrictJson.text(answer.json(), field);
        return text.matches("[0-9A-Za-z_.-]{1,64}") ? text : "";
    }
}
