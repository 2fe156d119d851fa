package dev.refill.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.idempotency.ClientIdentity;

/**
 * Whose an idempotency key is: the client's, and within the client the subject's, as one app serves many subscribers and
 * none may meet another's answers. Hashed, as the two names together may be longer than what is kept.
 */
final class CallerIdentity implements ClientIdentity {

    /** Empty: no token. */
    @Override
    public Mono<String> of(ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .ofType(JwtAuthenticationToken.class)
                .map(token -> nameOf(token.getToken()));
    }

    static String nameOf(Jwt token) {
        return sha256(clientOf(token) + "\n" + token.getSubject());
    }

    /** Null: the token names no client. Keycloak and others say {@code azp} where RFC 9068 says {@code client_id}. */
    static @Nullable String clientOf(Jwt token) {
        String client = token.getClaimAsString("client_id");
        return client == null ? token.getClaimAsString("azp") : client;
    }

    private static String sha256(String names) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(names.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
