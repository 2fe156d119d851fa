package dev.refill.recharge;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Which person calls, if one does; given by the application, which knows its tokens. */
@FunctionalInterface
public interface SignedInPerson {

    /** By what the person is known for good. Empty: a program calls for itself, whoever may have started it. */
    Mono<String> of(ServerWebExchange exchange);
}
