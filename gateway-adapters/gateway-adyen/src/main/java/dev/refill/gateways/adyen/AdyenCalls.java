package dev.refill.gateways.adyen;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLHandshakeException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.gateway.OperationKey;
import dev.refill.gateway.json.StrictJson;

/**
 * Requests to Adyen's Checkout API. The Monos are cold and never block: each subscription sends one request and emits one
 * JSON object, or the error that says how far the request came. Cancelling closes the connection and gives up the wait;
 * what was sent may still be carried out.
 */
final class AdyenCalls {

    private static final JsonMapper MAPPER = new JsonMapper();

    static {
        // Whoever writes first takes a lock inside the mapper: better here than an event loop behind another.
        MAPPER.writeValueAsBytes(Map.of());
    }

    private final WebClient adyen;
    private final Semaphore places;
    private final Duration wholeCall;

    /**
     * @param maxInFlight calls at one time; beyond it {@link NoPlaceException}
     * @param wholeCall the longest a call may take, however its bytes trickle in
     */
    AdyenCalls(WebClient adyen, int maxInFlight, Duration wholeCall) {
        this.adyen = adyen;
        this.places = new Semaphore(maxInFlight);
        this.wholeCall = wholeCall;
    }

    /** @param key under which Adyen carries the request out once at most, for seven days at least */
    Mono<JsonNode> post(String path, OperationKey key, Map<String, ?> body, Object... names) {
        return answered(adyen.method(HttpMethod.POST).uri(path, names).header("Idempotency-Key", key.value()), body);
    }

    Mono<JsonNode> patch(String path, Map<String, ?> body, Object... names) {
        return answered(adyen.method(HttpMethod.PATCH).uri(path, names), body);
    }

    Mono<JsonNode> get(String path, Object... names) {
        return answered(adyen.method(HttpMethod.GET).uri(path, names));
    }

    private Mono<JsonNode> answered(RequestBodySpec request, Map<String, ?> body) {
        return Mono.defer(() -> answered(
                request.contentType(MediaType.APPLICATION_JSON).bodyValue(MAPPER.writeValueAsBytes(body))));
    }

    /** The place is free again before anybody hears of the answer. */
    private Mono<JsonNode> answered(RequestHeadersSpec<?> request) {
        return Mono.using(this::place, place -> sent(request), Semaphore::release);
    }

    private Semaphore place() {
        if (!places.tryAcquire()) {
            throw new NoPlaceException();
        }
        return places;
    }

    private Mono<JsonNode> sent(RequestHeadersSpec<?> request) {
        return request.exchangeToMono(AdyenCalls::read)
                .timeout(wholeCall)
                .onErrorMap(WebClientRequestException.class, AdyenCalls::onTheWire);
    }

    private static Mono<JsonNode> read(ClientResponse answer) {
        return answer.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(body -> read(answer, body));
    }

    private static JsonNode read(ClientResponse answer, byte[] body) {
        var json = StrictJson.object(body);
        if (!answer.statusCode().is2xxSuccessful()) {
            throw error(answer, json == null ? MAPPER.createObjectNode() : json);
        }
        if (json == null) {
            throw new IllegalArgumentException("answer: no JSON object");
        }
        return json;
    }

    private static ErrorAnswerException error(ClientResponse answer, JsonNode json) {
        return new ErrorAnswerException(answer.statusCode().value(), word(json, "errorCode"),
                word(json, "pspReference"), answer.headers().asHttpHeaders().getFirst(HttpHeaders.RETRY_AFTER));
    }

    /** Codes and references are short words; anything else would travel into logs. */
    private static String word(JsonNode json, String field) {
        var text = StrictJson.text(json, field);
        return text.matches("[0-9A-Za-z_.-]{1,64}") ? text : "";
    }

    private static Throwable onTheWire(WebClientRequestException failure) {
        return switch (failure.getCause()) {
            case ConnectException e -> new NotConnectedException(e);
            case UnknownHostException e -> new NotConnectedException(e);
            case SSLHandshakeException e -> new NotConnectedException(e);
            case null, default -> failure;
        };
    }
}
