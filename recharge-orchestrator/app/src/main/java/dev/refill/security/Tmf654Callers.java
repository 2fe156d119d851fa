package dev.refill.security;

import java.util.Objects;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.tmf654.Caller;
import dev.refill.tmf654.Callers;

/** A token that was issued to a subscriber sees and moves what is that subscriber's, and gives nobody credit, whatever it carries. */
final class Tmf654Callers implements Callers {

    static final String ADJUST = "SCOPE_balances:adjust";

    @Override
    public Mono<Caller> of(ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .cast(JwtAuthenticationToken.class)
                .map(Tmf654Callers::caller);
    }

    private static Caller caller(JwtAuthenticationToken token) {
        Jwt jwt = token.getToken();
        String subscriber = jwt.getClaimAsString("subscriber_id");
        boolean adjusts = subscriber == null
                && token.getAuthorities().stream().anyMatch(right -> ADJUST.equals(right.getAuthority()));
        return new Caller(CallerIdentity.nameOf(jwt), Objects.requireNonNull(CallerIdentity.clientOf(jwt)), subscriber,
                adjusts);
    }
}
