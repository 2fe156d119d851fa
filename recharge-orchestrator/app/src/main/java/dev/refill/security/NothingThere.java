package dev.refill.security;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Grants a request that no endpoint would answer, so that an unknown path is an honest 404 and a wrong method a 405; and
 * denies one that an endpoint would answer, as no rule named that endpoint.
 */
final class NothingThere implements ReactiveAuthorizationManager<AuthorizationContext> {

    private final Flux<HandlerMapping> endpoints;

    NothingThere(Flux<HandlerMapping> endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Mono<AuthorizationResult> authorize(Mono<Authentication> caller, AuthorizationContext request) {
        return endpoints.concatMap(mapping -> mapping.getHandler(request.getExchange()))
                .hasElements()
                .onErrorReturn(ResponseStatusException.class, false)
                .map(answered -> new AuthorizationDecision(!answered));
    }
}
