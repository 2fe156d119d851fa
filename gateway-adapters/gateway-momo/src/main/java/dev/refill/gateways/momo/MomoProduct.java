package dev.refill.gateways.momo;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.token.AccessToken;
import dev.refill.gateway.token.AccessTokens;

/**
 * One of MTN's products, with keys and tokens of its own. A request that is refused for its token was not carried out, and
 * is sent once more with another one.
 */
final class MomoProduct {

    static final String SUBSCRIPTION_KEY = "Ocp-Apim-Subscription-Key";

    private final MomoCalls calls;
    private final AccessTokens tokens;
    private final String name;
    private final String subscriptionKey;
    private final String targetEnvironment;

    /** @param name as it stands in paths: {@code collection}, {@code disbursement} */
    MomoProduct(MomoCalls calls, String name, MomoProperties.Keys keys, String targetEnvironment, Clock clock) {
        this.calls = calls;
        this.tokens = MomoTokens.of(calls, "/" + name + "/token/", keys, clock);
        this.name = name;
        this.subscriptionKey = keys.subscriptionKey();
        this.targetEnvironment = targetEnvironment;
    }

    /**
     * Asks for something to be done under an id of ours.
     *
     * @param callback where MTN may tell what became of it, {@code null} for nowhere
     */
    Mono<MomoAnswer> create(String resource, ProviderReference reference, JsonNode body, @Nullable URI callback) {
        return authorized(token -> calls.post(path(resource), creation(token, reference, callback),
                body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads what is kept under an id of ours. */
    Mono<MomoAnswer> read(String resource, ProviderReference reference) {
        return authorized(token -> calls.get(path(resource) + "/" + reference.value(), reading(token)));
    }

    private Mono<MomoAnswer> authorized(Function<AccessToken, Mono<MomoAnswer>> request) {
        return tokens.current()
                .flatMap(token -> request.apply(token).doOnNext(answer -> heed(answer, token)))
                .flatMap(answer -> answer.status() == MomoAnswer.UNAUTHORIZED
                        ? tokens.current().flatMap(request)
                        : Mono.just(answer));
    }

    private void heed(MomoAnswer answer, AccessToken token) {
        if (answer.status() == MomoAnswer.UNAUTHORIZED) {
            tokens.refuse(token);
        }
    }

    private String path(String resource) {
        return "/" + name + "/v1_0/" + resource;
    }

    private Consumer<HttpHeaders> reading(AccessToken token) {
        return headers -> {
            headers.setBearerAuth(token.value());
            headers.set(SUBSCRIPTION_KEY, subscriptionKey);
            headers.set("X-Target-Environment", targetEnvironment);
        };
    }

    private Consumer<HttpHeaders> creation(AccessToken token, ProviderReference reference, @Nullable URI callback) {
        return reading(token).andThen(headers -> {
            headers.setContentType(MediaType.APPLICATION_JSON);
            headers.set("X-Reference-Id", reference.value());
            if (callback != null) {
                headers.set("X-Callback-Url", callback.toString());
            }
        });
    }
}
