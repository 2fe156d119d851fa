package dev.refill.security;

import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.EndpointOwner;

/** The client of a token that was issued to no subscriber: a subscriber's app must not see what the client's server is told. */
final class ClientItself implements EndpointOwner {

    @Override
    public Mono<String> of(ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .ofType(JwtAuthenticationToken.class)
                .filter(token -> token.getToken().getClaimAsString("subscriber_id") == null)
                .mapNotNull(token -> CallerIdentity.clientOf(token.getToken()));
    }
}
