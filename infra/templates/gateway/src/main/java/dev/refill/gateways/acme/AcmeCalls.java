package dev.refill.gateways.acme;

import java.util.Map;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.OperationKey;
import dev.refill.gateway.http.JsonAnswer;
import dev.refill.gateway.http.Wire;
import dev.refill.gateway.json.StrictJson;

/**
 * Requests to Acme's API. The Monos are cold and never block: each subscription sends one request and emits one JSON object,
 * or the error that says how far the request came.
 */
final class AcmeCalls {

    private final Wire wire;
    private final String apiKey;

    AcmeCalls(Wire wire, String apiKey) {
        this.wire = wire;
        this.apiKey = apiKey;
    }

    /** @param key under which Acme carries the request out once at most */
    Mono<JsonNode> post(String path, OperationKey key, Map<String, ?> body, Object... names) {
        return wire.call(web -> authorized(web.post().uri(path, names)
                .header("Idempotency-Key", key.value())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(StrictJson.bytes(body))))
                .map(AcmeCalls::read);
    }

    Mono<JsonNode> get(String path, Object... names) {
        return wire.call(web -> authorized(web.get().uri(path, names))).map(AcmeCalls::read);
    }

    private RequestHeadersSpec<?> authorized(RequestHeadersSpec<?> request) {
        return request.headers(headers -> headers.setBearerAuth(apiKey));
    }

    private static JsonNode read(JsonAnswer answer) {
        if (!answer.isSuccess()) {
            throw new ErrorAnswerException(answer);
        }
        if (answer.json() == null) {
            throw new IllegalArgumentException("answer: no JSON object");
        }
        return answer.json();
    }
}
