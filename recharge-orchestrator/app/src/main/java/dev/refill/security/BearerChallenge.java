package dev.refill.security;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Mono;

/**
 * Refusals of RFC 6750. They travel as errors to where every problem is written. Nothing is told about why a token is not
 * valid: its owner can ask the issuer.
 */
final class BearerChallenge {

    private BearerChallenge() {}

    static Mono<Void> unauthenticated(AuthenticationException refused) {
        return Mono.error(() -> switch (refused) {
            case AuthenticationServiceException issuerDown -> issuerDown;
            case OAuth2AuthenticationException token when token.getError() instanceof BearerTokenError error ->
                refusal(error.getHttpStatus(), "Bearer error=\"" + error.getErrorCode() + "\"");
            default -> refusal(HttpStatus.UNAUTHORIZED, "Bearer");
        });
    }

    static Mono<Void> insufficientScope() {
        return Mono.error(() -> refusal(HttpStatus.FORBIDDEN, "Bearer error=\"insufficient_scope\""));
    }

    private static ErrorResponseException refusal(HttpStatus status, String challenge) {
        ErrorResponseException refusal = new ErrorResponseException(status);
        refusal.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge);
        return refusal;
    }
}
