package dev.refill.idempotency;

import java.security.Principal;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells whose key it is: two clients may use the same key and never meet each other's answers. */
@FunctionalInterface
public interface ClientIdentity {

    /** The client is who authenticated. */
    static ClientIdentity byPrincipalName() {
        return exchange -> exchange.getPrincipal().map(Principal::getName);
    }

    /**
     * The client's name, the same for each of its requests, 1 to 255 characters (the bound OpenID Connect sets for a
     * subject).
     *
     * @return empty when nobody is known; the request is then refused with 401
     */
    Mono<String> of(ServerWebExchange exchange);
}
