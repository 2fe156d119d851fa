package dev.refill.security;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Reads the bearer token of a request from its header, the one place where we take it (RFC 6750, section 2.1). The
 * framework's own reader matches the token by a pattern, which costs more than all our other checks of a known token.
 */
final class BearerTokens implements ServerAuthenticationConverter {

    private static final String SCHEME = "Bearer ";

    /** Empty: no bearer token is offered. */
    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        return Mono.justOrEmpty(exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length() - 1))
                .map(BearerTokens::read);
    }

    private static Authentication read(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || !isToken(header, SCHEME.length())) {
            throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("Bearer token is malformed"));
        }
        return new BearerTokenAuthenticationToken(header.substring(SCHEME.length()));
    }

    /** One or more characters of a token, then perhaps padding. */
    private static boolean isToken(String header, int from) {
        int end = header.length();
        while (end > from && header.charAt(end - 1) == '=') {
            end--;
        }
        for (int at = from; at < end; at++) {
            if (!isOfToken(header.charAt(at))) {
                return false;
            }
        }
        return end > from;
    }

    private static boolean isOfToken(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~+/".indexOf(c) >= 0;
    }
}
