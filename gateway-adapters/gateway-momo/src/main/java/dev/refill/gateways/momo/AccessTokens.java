package dev.refill.gateways.momo;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.Unknown;

/**
 * The tokens of one product. One is asked for when it is needed and used until it runs out or MTN refuses it; whoever
 * needs one meanwhile waits for the same answer. What fails is not kept: the next one to need a token asks anew.
 */
final class AccessTokens {

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);

    private final MomoCalls calls;
    private final String path;
    private final MomoProperties.Keys keys;
    private final Clock clock;
    private final Mono<AccessToken> current;
    private volatile @Nullable AccessToken refused;

    /** @param path where the product gives tokens */
    AccessTokens(MomoCalls calls, String path, MomoProperties.Keys keys, Clock clock) {
        this.calls = calls;
        this.path = path;
        this.keys = keys;
        this.clock = clock;
        this.current = Mono.defer(this::asked).cacheInvalidateIf(this::isOfNoUse);
    }

    /** Cold; a token or {@link NoTokenException}, never empty. */
    Mono<AccessToken> current() {
        return current;
    }

    /** MTN did not take it: the next one to need a token gets another. */
    void refuse(AccessToken token) {
        refused = token;
    }

    private boolean isOfNoUse(AccessToken token) {
        return token.equals(refused) || !clock.instant().isBefore(token.renewAt());
    }

    private Mono<AccessToken> asked() {
        return calls.post(path, this::headers, new byte[0])
                .map(this::read)
                .onErrorMap(error -> !(error instanceof NoTokenException), AccessTokens::failed);
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
