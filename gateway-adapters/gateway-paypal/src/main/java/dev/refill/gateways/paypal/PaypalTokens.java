package dev.refill.gateways.paypal;

import java.nio.charset.StandardCharsets;
import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.token.AccessToken;
import dev.refill.gateway.token.AccessTokens;
import dev.refill.gateway.token.NoTokenException;

/** Asks PayPal for a token, by our client id and its secret. */
final class PaypalTokens {

    private static final Logger LOG = LoggerFactory.getLogger(PaypalTokens.class);

    private static final String PATH = "/v1/oauth2/token";
    private static final byte[] GRANT = "grant_type=client_credentials".getBytes(StandardCharsets.US_ASCII);

    private final PaypalWire wire;
    private final PaypalProperties properties;
    private final Clock clock;

    private PaypalTokens(PaypalWire wire, PaypalProperties properties, Clock clock) {
        this.wire = wire;
        this.properties = properties;
        this.clock = clock;
    }

    static AccessTokens of(PaypalWire wire, PaypalProperties properties, Clock clock) {
        return new AccessTokens(Mono.defer(new PaypalTokens(wire, properties, clock)::asked), clock);
    }

    private Mono<AccessToken> asked() {
        return wire.send(HttpMethod.POST, PATH, this::headers, GRANT)
                .map(answer -> AccessToken.read(answer, clock.instant()))
                .onErrorMap(PaypalTokens::failed);
    }

    private void headers(HttpHeaders headers) {
        headers.setBasicAuth(properties.clientId(), properties.clientSecret());
        headers.setContentType(MediaType.APPLICATION_FORM_URLENCODED);
    }

    /** Whatever became of the question, the request that it was for was not sent. */
    private static NoTokenException failed(Throwable error) {
        return new NoTokenException(switch (error) {
            case ErrorAnswerException answer when answer.status() == PaypalErrors.TOO_MANY_REQUESTS ->
                new NotSent(Reason.RATE_LIMITED, answer.retryAfter());
            case ErrorAnswerException answer when answer.isClientError() -> keysRefused(answer);
            default -> noWayIn(error);
        });
    }

    private static NotSent keysRefused(ErrorAnswerException answer) {
        LOG.error("PayPal gives us no access token, our client id or its secret may be wrong: {}", answer.getMessage());
        return new NotSent(Reason.REFUSED, null);
    }

    /** To those who wait this is a provider that cannot be reached. */
    private static NotSent noWayIn(Throwable error) {
        LOG.warn("PayPal gave us no access token: {}", switch (PaypalErrors.unresolved(error)) {
            case NotSent notSent -> notSent.reason();
            case Unknown unknown -> unknown.cause();
        });
        return new NotSent(Reason.CONNECTION_REFUSED, null);
    }
}
