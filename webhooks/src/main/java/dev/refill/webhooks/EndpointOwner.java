package dev.refill.webhooks;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Who calls the API of webhook endpoints; given by the application, which knows its tokens. */
@FunctionalInterface
public interface EndpointOwner {

    /** The OAuth2 client that acts for itself. Empty: nobody, or a subscriber, who owns no endpoints. */
    Mono<String> of(ServerWebExchange exchange);
}
