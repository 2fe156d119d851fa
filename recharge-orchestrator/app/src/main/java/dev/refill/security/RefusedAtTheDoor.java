package dev.refill.security;

import org.springframework.http.HttpStatus;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Has a request that the firewall refuses answered as any other that is malformed; the firewall's own answer is empty. Why it was
 * refused stays out of the answer, as it may repeat what was sent.
 */
final class RefusedAtTheDoor implements ServerExchangeRejectedHandler {

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, ServerExchangeRejectedException rejected) {
        return Mono.error(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST,
                "The path, the method or a header is written in a way that is not taken here.", rejected));
    }
}
