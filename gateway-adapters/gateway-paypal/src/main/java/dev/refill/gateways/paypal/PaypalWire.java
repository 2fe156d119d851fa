package dev.refill.gateways.paypal;

import java.util.function.Consumer;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import dev.refill.gateway.http.JsonAnswer;
import dev.refill.gateway.http.NoAnswerException;
import dev.refill.gateway.http.Wire;
import dev.refill.gateway.http.WireLimits;

/** One request and its answer, whoever asks and with whatever right. */
final class PaypalWire {

    private static final int NO_CONTENT = 204;

    private final Wire wire;

    private PaypalWire(Wire wire) {
        this.wire = wire;
    }

    /** @param maxInFlight calls at one time; one more is not sent */
    static PaypalWire of(String name, PaypalProperties properties, int maxInFlight) {
        return new PaypalWire(new Wire(new WireLimits(name, properties.address(), properties.connectTimeout(),
                properties.readTimeout(), maxInFlight)));
    }

    /**
     * Cold: each subscription sends one request and emits one JSON object, missing where PayPal has nothing to say, or
     * the error that says how far the request came: {@link NoAnswerException} or {@link ErrorAnswerException}. Cancelling
     * closes the connection; what was sent may be carried out.
     */
    Mono<JsonNode> send(HttpMethod method, String path, Consumer<HttpHeaders> headers, byte[] body, Object... names) {
        return wire.call(web -> request(web, method, path, headers, body, names)).map(PaypalWire::read);
    }

    private static RequestHeadersSpec<?> request(WebClient paypal, HttpMethod method, String path,
            Consumer<HttpHeaders> headers, byte[] body, Object... names) {
        var request = paypal.method(method).uri(path, names).headers(headers);
        return body.length == 0 ? request : request.bodyValue(body);
    }

    private static JsonNode read(JsonAnswer answer) {
        if (!answer.isSuccess()) {
            throw new ErrorAnswerException(answer);
        }
        if (answer.json() == null && answer.status() != NO_CONTENT) {
            throw new IllegalArgumentException("answer: no JSON object");
        }
        return answer.json() == null ? MissingNode.getInstance() : answer.json();
    }
}
