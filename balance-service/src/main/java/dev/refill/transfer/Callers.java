package dev.refill.transfer;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells who asks; a bean the application gives. */
public interface Callers {

    /** Cold. An error if the request was let in without saying who sends it. */
    Mono<Caller> of(ServerWebExchange exchange);
}
