package dev.refill.security;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.recharge.SignedInPerson;

/**
 * The subject of a token that somebody signed in for: the token says when ({@code auth_time}, RFC 9068), and its subject is
 * not its client. Either alone is not enough: some issuers give a client that acts for itself a subject of another name.
 */
final class PersonItself implements SignedInPerson {

    @Override
    public Mono<String> of(ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .ofType(JwtAuthenticationToken.class)
                .map(JwtAuthenticationToken::getToken)
                .filter(PersonItself::isOfAPerson)
                .map(Jwt::getSubject);
    }

    private static boolean isOfAPerson(Jwt token) {
        String subject = token.getSubject();
        return subject != null && token.hasClaim("auth_time") && !subject.equals(CallerIdentity.clientOf(token));
    }
}
