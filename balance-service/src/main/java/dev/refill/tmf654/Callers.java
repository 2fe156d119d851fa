package dev.refill.tmf654;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells who calls; a bean the application gives. */
public interface Callers {

    /** Cold. An error if the request was let in without saying who sends it. */
    Mono<Caller> of(ServerWebExchange exchange);
}
