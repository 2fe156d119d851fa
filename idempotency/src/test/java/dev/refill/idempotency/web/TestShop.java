package dev.refill.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.idempotency.ClaimId;
import dev.refill.idempotency.ClaimStore;
import dev.refill.idempotency.ClientIdentity;
import dev.refill.idempotency.Idempotency;
import dev.refill.idempotency.IdempotencyProperties;
import dev.refill.idempotency.IdempotentEndpoints;
import dev.refill.idempotency.lifecycle.DetachedRuns;

/** A small shop behind the filter: what it sells is told by the path, and it counts what it did. */
final class TestShop {

    static final String CLIENT = "X-Client";

    /** The order's own number: others may be entered before it is answered. */
    private static final String ORDER = "order";

    final AtomicInteger entered = new AtomicInteger();
    final CopyOnWriteArrayList<String> claims = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final DetachedRuns runs;

    /** Emits when a slow order is in the handler; it rests there until {@link #goOn}. */
    final Sinks.One<String> slowBegan = Sinks.one();
    final Sinks.One<String> goOn = Sinks.one();

    private final IdempotencyFilter filter;

    TestShop(ClaimStore store, IdempotencyProperties settings) {
        this(store, settings, new DetachedRuns(settings.maxRunning()));
    }

    TestShop(ClaimStore store, IdempotencyProperties settings, DetachedRuns runs) {
        this.runs = runs;
        var endpoints = IdempotentEndpoints.none()
                .required(HttpMethod.POST, "/orders/{kind}")
                .required(HttpMethod.POST, "/refunds")
                .optional(HttpMethod.POST, "/wishes");
        this.filter = new IdempotencyFilter(endpoints, ClientIdentity.byPrincipalName(), store, runs, meters,
                JsonMapper.builder().build(), settings);
    }

    /** Authentication, then the filter under test. */
    WebFilter[] filters() {
        return new WebFilter[]{(exchange, chain) -> chain.filter(authenticated(exchange)), filter};
    }

    private static ServerWebExchange authenticated(ServerWebExchange exchange) {
        String client = exchange.getRequest().getHeaders().getFirst(CLIENT);
        return client == null ? exchange : exchange.mutate().principal(Mono.just(() -> client)).build();
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .before(this::enter)
                .POST("/orders/plain", this::plain)
                .POST("/orders/slow", request -> slow().then(Mono.defer(() -> plain(request))))
                .POST("/orders/invalid", TestShop::invalid)
                .POST("/orders/broken", request -> ServerResponse.status(500).bodyValue("broken " + entered))
                .POST("/orders/empty", request -> ServerResponse.noContent().build())
                .POST("/orders/escaping", request -> Mono.error(new IllegalStateException("escaped")))
                .POST("/orders/refusing", TestShop::refusing)
                .POST("/orders/flaky", request -> entered.get() == 1
                        ? Mono.error(new IllegalStateException("only once"))
                        : plain(request))
                .POST("/orders/worn", request -> switch (entered.get()) {
                    case 1 -> Mono.error(new IllegalStateException("after the work was done"));
                    case 2 -> invalid(request);
                    default -> plain(request);
                })
                .POST("/orders/huge", request -> ServerResponse.ok().bodyValue("x".repeat(5000)))
                .POST("/orders/context", request -> Mono.deferContextual(
                        context -> ServerResponse.ok().bodyValue(context.<String>get("user"))))
                .POST("/refunds", this::plain)
                .POST("/wishes", request -> ServerResponse.ok().bodyValue(
                        ClaimId.find(request.exchange()).isPresent() + " " + entered))
                .GET("/orders/plain", request -> ServerResponse.ok().bodyValue("list " + entered))
                .build();
    }

    private ServerRequest enter(ServerRequest request) {
        request.attributes().put(ORDER, entered.incrementAndGet());
        ClaimId.find(request.exchange()).ifPresent(claim -> claims.add(claim.value()));
        return request;
    }

    private Mono<String> slow() {
        return Mono.fromRunnable(() -> slowBegan.tryEmitValue("began")).then(goOn.asMono());
    }

    private Mono<ServerResponse> plain(ServerRequest request) {
        return request.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> ServerResponse.status(HttpStatus.ACCEPTED)
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("Location", "/orders/" + request.attributes().get(ORDER))
                        .header("X-Unstored", "once")
                        .bodyValue(("{\"order\":" + request.attributes().get(ORDER) + ",\"bytes\":" + body.length + "}")
                                .getBytes(StandardCharsets.UTF_8)));
    }

    private static Mono<ServerResponse> invalid(ServerRequest request) {
        Idempotency.nothingBegan(request.exchange());
        return ServerResponse.unprocessableContent().bodyValue("not valid");
    }

    private static Mono<ServerResponse> refusing(ServerRequest request) {
        Idempotency.nothingBegan(request.exchange());
        return Mono.error(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    }
}
