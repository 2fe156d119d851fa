package dev.refill.webhooks.outbound.web;

import java.util.function.BiFunction;
import java.util.function.Function;

import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.EndpointOwner;
import dev.refill.webhooks.outbound.endpoint.EndpointId;

/** Answers owners, and tells others nothing. */
final class Owned {

    private Owned() {}

    static Mono<ResponseEntity<Object>> by(EndpointOwner owners, ServerWebExchange exchange,
            Function<String, Mono<ResponseEntity<Object>>> answer) {
        return owners.of(exchange)
                .flatMap(answer)
                .switchIfEmpty(Mono.fromSupplier(Problems::onlyForClients));
    }

    /** What is empty, and what has not the form of an id, is not found. */
    static Mono<ResponseEntity<Object>> by(EndpointOwner owners, ServerWebExchange exchange, String id,
            BiFunction<String, EndpointId, Mono<ResponseEntity<Object>>> answer) {
        return by(owners, exchange, owner -> Mono.justOrEmpty(EndpointId.parse(id))
                .flatMap(endpoint -> answer.apply(owner, endpoint))
                .switchIfEmpty(Mono.fromSupplier(Problems::notFound)));
    }
}
