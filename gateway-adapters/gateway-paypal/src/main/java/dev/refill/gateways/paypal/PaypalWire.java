package dev.refill.gateways.paypal;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import dev.refill.gateway.json.StrictJson;

/** One request and its answer, whoever asks and with whatever right. */
final class PaypalWire {

    private static final int NO_CONTENT = 204;

    private final WebClient paypal;
    private final Duration wholeCall;

    /** @param wholeCall the longest a call may take, however its bytes trickle in */
    PaypalWire(WebClient paypal, Duration wholeCall) {
        this.paypal = paypal;
        this.wholeCall = wholeCall;
    }

    /**
     * Cold: each subscription sends one request and emits one JSON object, missing where PayPal has nothing to say, or
     * the error that says how far the request came. Cancelling closes the connection; what was sent may be carried out.
     */
    Mono<JsonNode> send(HttpMethod method, String path, Consumer<HttpHeaders> headers, byte[] body, Object... names) {
        return Mono.defer(() -> request(method, path, headers, body, names))
                .timeout(wholeCall)
                .onErrorMap(WebClientRequestException.class, PaypalWire::onTheWire);
    }

    private Mono<JsonNode> request(HttpMethod method, String path, Consumer<HttpHeaders> headers, byte[] body,
            Object... names) {
        var request = paypal.method(method).uri(path, names).headers(headers);
        return body.length == 0
                ? request.exchangeToMono(PaypalWire::read)
                : request.bodyValue(body).exchangeToMono(PaypalWire::read);
    }

    private static Mono<JsonNode> read(ClientResponse answer) {
        return answer.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(body -> read(answer, body));
    }

    private static JsonNode read(ClientResponse answer, byte[] body) {
        var json = StrictJson.object(body);
        if (!answer.statusCode().is2xxSuccessful()) {
            throw new ErrorAnswerException(answer.statusCode().value(), json,
                    retryAfter(answer.headers().asHttpHeaders()));
        }
        if (json == null && answer.statusCode().value() != NO_CONTENT) {
            throw new IllegalArgumentException("answer: no JSON object");
        }
        return json == null ? MissingNode.getInstance() : json;
    }

    /** The other form of the header, a date, is not worth a clock. */
    private static @Nullable Duration retryAfter(HttpHeaders headers) {
        var value = headers.getFirst(HttpHeaders.RETRY_AFTER);
        return value != null && value.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
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
