package dev.refill.gateways.momo;

import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.token.AccessToken;
import dev.refill.gateway.token.AccessTokens;
import dev.refill.gateway.token.NoTokenException;

/** Asks MTN for a token of one product. */
final class MomoTokens {

    private static final Logger LOG = LoggerFactory.getLogger(MomoTokens.class);

    private final MomoCalls calls;
    private final String path;
    private final MomoProperties.Keys keys;
    private final Clock clock;

    private MomoTokens(MomoCalls calls, String path, MomoProperties.Keys keys, Clock clock) {
        this.calls = calls;
        this.path = path;
        this.keys = keys;
        this.clock = clock;
    }

    /** @param path where the product gives tokens */
    static AccessTokens of(MomoCalls calls, String path, MomoProperties.Keys keys, Clock clock) {
        return new AccessTokens(Mono.defer(new MomoTokens(calls, path, keys, clock)::asked), clock);
    }

    private Mono<AccessToken> asked() {
        return calls.post(path, this::headers, new byte[0])
                .map(this::read)
                .onErrorMap(error -> !(error instanceof NoTokenException), MomoTokens::failed);
    }

    private void headers(HttpHeaders headers) {
        headers.setBasicAuth(keys.apiUser(), keys.apiKey());
        headers.set(MomoProduct.SUBSCRIPTION_KEY, keys.subscriptionKey());
    }

    private AccessToken read(MomoAnswer answer) {
        if (answer.status() == MomoAnswer.OK) {
            return AccessToken.read(answer.object(), clock.instant());
        }
        throw new NoTokenException(refusal(answer));
    }

    private static NotSent refusal(MomoAnswer answer) {
        if (answer.status() == MomoAnswer.TOO_MANY_REQUESTS) {
            return new NotSent(Reason.RATE_LIMITED, answer.retryAfter());
        }
        if (answer.isClientError()) {
            LOG.error("MTN gives us no access token, our keys may be wrong: {}", answer);
            return new NotSent(Reason.REFUSED, null);
        }
        return noWayIn(answer.toString());
    }

    /** Whatever became of the question, the payment that it was for was not sent. */
    private static NoTokenException failed(Throwable error) {
        return new NoTokenException(switch (MomoErrors.of(error)) {
            case NotSent notSent -> notSent;
            case Unknown unknown -> noWayIn(unknown.cause());
        });
    }

    /** To those who wait this is a provider that cannot be reached. */
    private static NotSent noWayIn(String cause) {
        LOG.warn("MTN gave us no access token: {}", cause);
        return new NotSent(Reason.CONNECTION_REFUSED, null);
    }
}
