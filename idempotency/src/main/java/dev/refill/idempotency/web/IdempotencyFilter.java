package dev.refill.idempotency.web;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.idempotency.ClaimKey;
import dev.refill.idempotency.ClaimStore;
import dev.refill.idempotency.ClientIdentity;
import dev.refill.idempotency.IdempotencyProperties;
import dev.refill.idempotency.IdempotentEndpoints;
import dev.refill.idempotency.IdempotentEndpoints.Endpoint;
import dev.refill.idempotency.lifecycle.DetachedRuns;

/**
 * Applies the rules to requests at the {@link IdempotentEndpoints}. It stands after authentication (which tells the
 * client) and before the handler.
 *
 * <p>The body is read while the client waits; from the claim on, the work is detached from the connection. A client that
 * hangs up finds its answer under its key later.
 */
public final class IdempotencyFilter implements WebFilter, Ordered {

    /** After Spring Security, which stands at -100. */
    public static final int ORDER = 0;

    private final IdempotentEndpoints endpoints;
    private final ClientIdentity clients;
    private final int maxBody;
    private final ClaimedHandling handling;
    private final DetachedRuns runs;
    private final Answers answers;

    public IdempotencyFilter(IdempotentEndpoints endpoints, ClientIdentity clients, ClaimStore store, DetachedRuns runs,
            MeterRegistry meters, JsonMapper json, IdempotencyProperties settings) {
        this.endpoints = endpoints;
        this.clients = clients;
        this.maxBody = Math.toIntExact(settings.maxBody().toBytes());
        this.handling = new ClaimedHandling(store, meters, settings);
        this.runs = runs;
        this.answers = new Answers(json);
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return endpoints.match(exchange.getRequest())
                .map(endpoint -> atEndpoint(endpoint, exchange, chain))
                .orElseGet(() -> chain.filter(exchange));
    }

    private Mono<Void> atEndpoint(Endpoint endpoint, ServerWebExchange exchange, WebFilterChain chain) {
        return switch (KeyHeader.of(exchange.getRequest().getHeaders().getOrEmpty(KeyHeader.NAME))) {
            case KeyHeader.Missing() -> withoutKey(endpoint, exchange, chain);
            case KeyHeader.Malformed(String reason) ->
                answers.write(exchange, new Served.Refused(Problem.MALFORMED, "The header " + reason + "."));
            case KeyHeader.Present(String key) ->
                withKey(endpoint, key, exchange, chain).flatMap(served -> answers.write(exchange, served));
        };
    }

    private Mono<Void> withoutKey(Endpoint endpoint, ServerWebExchange exchange, WebFilterChain chain) {
        return switch (endpoint.keyRule()) {
            case REQUIRED -> answers.write(exchange, new Served.Refused(Problem.MISSING));
            case OPTIONAL -> chain.filter(exchange);
        };
    }

    private Mono<Served> withKey(Endpoint endpoint, String key, ServerWebExchange exchange, WebFilterChain chain) {
        return clients.of(exchange)
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.UNAUTHORIZED)))
                .map(client -> new ClaimKey(client, endpoint.name(), key))
                .zipWhen(claimKey -> ReplayableRequest.read(exchange.getRequest(), maxBody))
                .flatMap(read -> runs.run(handling.handle(read.getT1(), read.getT2(), exchange, chain)))
                .onErrorResume(BodyTooLarge.class, longer -> Mono.just(new Served.Refused(Problem.BODY_TOO_LARGE)))
                .onErrorResume(DetachedRuns.Overloaded.class,
                        full -> Mono.just(new Served.Refused(Problem.OVERLOADED)));
    }
}
