package dev.refill.finance.reconcile.web;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Which person calls, if one does; given by the application, which knows its tokens. */
@FunctionalInterface
public interface Deciders {

    /** By what the person is known for good. Empty: a program calls for itself. */
    Mono<String> of(ServerWebExchange exchange);
}
