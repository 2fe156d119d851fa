package dev.refill.security;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.transfer.Caller;
import dev.refill.transfer.Callers;

/** A channel's client gives from any subscriber, a token that was issued to a subscriber from that one only. */
final class TransferCallers implements Callers {

    @Override
    public Mono<Caller> of(ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .cast(JwtAuthenticationToken.class)
                .map(token -> caller(token.getToken()));
    }

    private static Caller caller(Jwt token) {
        return new Caller(CallerIdentity.nameOf(token), token.getClaimAsString("subscriber_id"));
    }
}
