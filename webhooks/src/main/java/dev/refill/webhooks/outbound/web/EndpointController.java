package dev.refill.webhooks.outbound.web;

import java.net.URI;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.EndpointOwner;
import dev.refill.webhooks.outbound.endpoint.Endpoint;
import dev.refill.webhooks.outbound.endpoint.EndpointId;
import dev.refill.webhooks.outbound.endpoint.EndpointStore;
import dev.refill.webhooks.outbound.endpoint.RegisterEndpoint;
import dev.refill.webhooks.outbound.endpoint.RotateSecret;
import dev.refill.webhooks.outbound.web.EndpointBodies.EndpointBody;
import dev.refill.webhooks.outbound.web.EndpointBodies.EndpointList;
import dev.refill.webhooks.outbound.web.EndpointBodies.NewSecret;
import dev.refill.webhooks.outbound.web.EndpointRequests.Reading;
import dev.refill.webhooks.outbound.web.EndpointRequests.Registration;

/** A client's endpoints: register, look, disable, enable, delete, give a new secret. */
@RestController
@RequestMapping("/v1/webhook-endpoints")
final class EndpointController {

    private final EndpointOwner owners;
    private final EndpointRequests requests;
    private final RegisterEndpoint register;
    private final RotateSecret rotate;
    private final EndpointStore store;

    EndpointController(EndpointOwner owners, EndpointRequests requests, RegisterEndpoint register, RotateSecret rotate,
            EndpointStore store) {
        this.owners = owners;
        this.requests = requests;
        this.register = register;
        this.rotate = rotate;
        this.store = store;
    }

    /** Registers an endpoint and shows its secret, once. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> register(@RequestBody(required = false) byte @Nullable [] body,
            ServerWebExchange exchange) {
        return byOwner(exchange, owner -> switch (requests.registration(body)) {
            case Reading.Malformed<Registration>(String why) -> Mono.just(Problems.malformed(why));
            case Reading.Invalid<Registration>(var errors) -> Mono.just(Problems.invalid(errors));
            case Reading.Valid<Registration>(Registration valid) -> register(owner, valid);
        });
    }

    private Mono<ResponseEntity<Object>> register(String owner, Registration wanted) {
        return register.register(owner, wanted.url(), wanted.types()).flatMap(outcome -> switch (outcome) {
            case RegisterEndpoint.Outcome.Registered(var id, var secret) -> store.find(owner, id)
                    .map(endpoint -> registered(endpoint, secret.reveal()));
            case RegisterEndpoint.Outcome.Denied(String why) -> Mono.just(Problems.invalid("url",
                    "an address that may be sent to: " + why));
            case RegisterEndpoint.Outcome.AddressTaken() -> Mono.just(Problems.addressTaken());
            case RegisterEndpoint.Outcome.TooMany(int most) -> Mono.just(Problems.tooManyEndpoints(most));
        });
    }

    private static ResponseEntity<Object> registered(Endpoint endpoint, String secret) {
        return ResponseEntity.created(URI.create("/v1/webhook-endpoints/" + endpoint.id()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(EndpointBody.of(endpoint, secret));
    }

    @GetMapping
    Mono<ResponseEntity<Object>> list(ServerWebExchange exchange) {
        return byOwner(exchange, owner -> store.list(owner)
                .map(EndpointBody::of)
                .collectList()
                .map(all -> ResponseEntity.ok(new EndpointList(all))));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id, ServerWebExchange exchange) {
        return byOwner(exchange, id, (owner, endpoint) -> shown(store.find(owner, endpoint)));
    }

    /** Nothing more is sent; what waits goes on when it is enabled again. */
    @PostMapping("/{id}/disable")
    Mono<ResponseEntity<Object>> disable(@PathVariable String id, ServerWebExchange exchange) {
        return byOwner(exchange, id, (owner, endpoint) -> shown(store.enable(owner, endpoint, false)));
    }

    @PostMapping("/{id}/enable")
    Mono<ResponseEntity<Object>> enable(@PathVariable String id, ServerWebExchange exchange) {
        return byOwner(exchange, id, (owner, endpoint) -> shown(store.enable(owner, endpoint, true)));
    }

    private static Mono<ResponseEntity<Object>> shown(Mono<Endpoint> endpoint) {
        return endpoint.map(found -> ResponseEntity.ok(EndpointBody.of(found)));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<Object>> delete(@PathVariable String id, ServerWebExchange exchange) {
        return byOwner(exchange, id, (owner, endpoint) -> store.delete(owner, endpoint)
                .map(deleted -> deleted ? ResponseEntity.noContent().build() : Problems.notFound()));
    }

    /** A new secret, shown once, beside which the one before it signs for a while. */
    @PostMapping("/{id}/secrets")
    Mono<ResponseEntity<Object>> rotate(@PathVariable String id, ServerWebExchange exchange) {
        return byOwner(exchange, id,
                (owner, endpoint) -> rotate.rotate(owner, endpoint).map(outcome -> switch (outcome) {
                    case RotateSecret.Outcome.Rotated(var secret, var earlierUntil) ->
                        ResponseEntity.status(HttpStatus.CREATED)
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .body(new NewSecret(secret.reveal(), earlierUntil));
                    case RotateSecret.Outcome.NotFound() -> Problems.notFound();
                    case RotateSecret.Outcome.TooManyLive(int most) -> Problems.tooManySecrets(most);
                }));
    }

    private Mono<ResponseEntity<Object>> byOwner(ServerWebExchange exchange,
            Function<String, Mono<ResponseEntity<Object>>> answer) {
        return Owned.by(owners, exchange, answer);
    }

    private Mono<ResponseEntity<Object>> byOwner(ServerWebExchange exchange, String id,
            BiFunction<String, EndpointId, Mono<ResponseEntity<Object>>> answer) {
        return Owned.by(owners, exchange, id, answer);
    }
}
