package dev.refill.security;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/**
 * Remembers for a short while which tokens were found to be signed by the issuer, as a client sends the same one with
 * every request and the signature costs more than all else. What depends on the moment is checked every time. A key that
 * the issuer withdraws is therefore honoured for that while, as it is while the keys themselves are kept.
 */
final class RememberingDecoder implements ReactiveJwtDecoder {

    private static final Duration SHORT_WHILE = Duration.ofMinutes(1);
    private static final int MOST = 10_000;
    /** Longer ones are rare, and nobody shall fill the memory with them. */
    private static final int LONGEST = 4_096;

    private final ReactiveJwtDecoder decoder;
    private final OAuth2TokenValidator<Jwt> rules;
    private final Cache<String, Jwt> genuine = Caffeine.newBuilder()
            .expireAfterWrite(SHORT_WHILE)
            .maximumSize(MOST)
            .build();

    /**
     * @param decoder checks signature and rules
     * @param rules the same rules, for a token whose signature is remembered
     */
    RememberingDecoder(ReactiveJwtDecoder decoder, OAuth2TokenValidator<Jwt> rules) {
        this.decoder = decoder;
        this.rules = rules;
    }

    @Override
    public Mono<Jwt> decode(String token) {
        return Mono.defer(() -> {
            Jwt known = token.length() > LONGEST ? null : genuine.getIfPresent(token);
            return known == null ? decoder.decode(token).doOnNext(this::remember) : ruled(known);
        });
    }

    private void remember(Jwt jwt) {
        if (jwt.getTokenValue().length() <= LONGEST) {
            genuine.put(jwt.getTokenValue(), jwt);
        }
    }

    private Mono<Jwt> ruled(Jwt jwt) {
        var found = rules.validate(jwt);
        return found.hasErrors()
                ? Mono.error(() -> new JwtValidationException("the token no longer holds", found.getErrors()))
                : Mono.just(jwt);
    }
}
