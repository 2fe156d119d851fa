package dev.refill.tmf654.web;

import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.tmf654.Caller;
import dev.refill.tmf654.Callers;
import dev.refill.tmf654.action.Actions.Page;
import dev.refill.tmf654.action.Whom;
import dev.refill.tmf654.resource.Resources;

/** Who asks, and how all resources are listed and shown. */
final class Answers {

    private static final String TOTAL = "X-Total-Count";
    private static final String RESULT = "X-Result-Count";

    private final Callers callers;
    private final Subscribers subscribers;

    Answers(Callers callers, Subscribers subscribers) {
        this.callers = callers;
        this.subscribers = subscribers;
    }

    Mono<ResponseEntity<Object>> byCaller(ServerWebExchange exchange,
            Function<Caller, Mono<ResponseEntity<Object>>> answer) {
        return callers.of(exchange).flatMap(answer);
    }

    static Resources resources(ServerWebExchange exchange, Caller caller) {
        String base = UriComponentsBuilder.fromUri(exchange.getRequest().getURI()).replacePath(Resources.PATH)
                .replaceQuery(null).build().toUriString();
        return new Resources(base, caller.subscriber() == null ? null : new SubscriberId(caller.subscriber()));
    }

    /** One resource. Empty: it is not found. */
    Mono<ResponseEntity<Object>> one(ServerWebExchange exchange, Function<Caller, Mono<ObjectNode>> resource) {
        Query query = Query.of(exchange.getRequest().getQueryParams());
        return query.faults().isEmpty()
                ? byCaller(exchange, caller -> resource.apply(caller)
                        .map(found -> ResponseEntity.ok().body((Object) Resources.selected(found, query.fields())))
                        .defaultIfEmpty(Errors.notFound()))
                : Mono.just(Errors.invalid(query.faults()));
    }

    /** Whose resources a list is about. */
    record Owner(@Nullable SubscriberId id) {}

    /**
     * A page of a list.
     *
     * @param page of an owner's resources, as the query says
     * @param shown how one of them looks
     */
    <T> Mono<ResponseEntity<Object>> list(ServerWebExchange exchange, BiFunction<Owner, Query, Mono<Page<T>>> page,
            BiFunction<Resources, T, ObjectNode> shown) {
        Query query = Query.of(exchange.getRequest().getQueryParams());
        return query.faults().isEmpty()
                ? byCaller(exchange, caller -> owner(caller, query)
                        .flatMap(owner -> page.apply(owner, query))
                        .defaultIfEmpty(new Page<>(List.of(), 0))
                        .map(found -> list(found, query, item -> shown.apply(resources(exchange, caller), item))))
                : Mono.just(Errors.invalid(query.faults()));
    }

    /** Empty: nobody whom the caller may see. */
    private Mono<Owner> owner(Caller caller, Query query) {
        Mono<SubscriberId> asked = switch (query.whom()) {
            case null -> Mono.justOrEmpty(caller.subscriber()).map(SubscriberId::new);
            case Whom.OfSubscriber(SubscriberId id) -> Mono.just(id);
            case Whom.OfNumber(var number) -> subscribers.withNumber(number).map(Subscriber::id);
            case Whom.OfBucket(var bucket) -> Mono.just(bucket.owner());
        };
        Mono<Owner> owner = asked.filter(caller::maySee).map(Owner::new);
        return query.whom() == null ? owner.defaultIfEmpty(new Owner(null)) : owner;
    }

    private static <T> ResponseEntity<Object> list(Page<T> page, Query query, Function<T, ObjectNode> shown) {
        boolean whole = page.items().size() == page.total();
        return ResponseEntity.status(whole ? HttpStatus.OK : HttpStatus.PARTIAL_CONTENT)
                .header(TOTAL, Long.toString(page.total()))
                .header(RESULT, Integer.toString(page.items().size()))
                .body(page.items().stream().map(shown).map(item -> Resources.selected(item, query.fields())).toList());
    }

    static ResponseEntity<Object> created(ObjectNode resource) {
        return ResponseEntity.created(URI.create(resource.path("href").stringValue(""))).body(resource);
    }
}
