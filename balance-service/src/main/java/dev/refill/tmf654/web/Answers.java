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
import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.action.Actions.Filter;
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

    /**
     * Which resources a list is about.
     *
     * @param owner {@code null}: everybody's
     */
    record Whose(Caller caller, @Nullable SubscriberId owner) {

        /** @param kind {@code null}: all */
        Filter filter(@Nullable ActionKind kind) {
            return new Filter(kind, owner, caller.adjusts() ? null : caller.client());
        }
    }

    /**
     * A page of a list.
     *
     * @param page of the resources that are meant, as the query says
     * @param shown how one of them looks
     */
    <T> Mono<ResponseEntity<Object>> list(ServerWebExchange exchange, BiFunction<Whose, Query, Mono<Page<T>>> page,
            BiFunction<Resources, T, ObjectNode> shown) {
        return asked(exchange, (whose, query) -> page.apply(whose, query)
                .map(found -> list(found, query, item -> shown.apply(resources(exchange, whose.caller()), item))));
    }

    /** The same of what one subscriber has, who must be named: to look through what all have would take too long. */
    <T> Mono<ResponseEntity<Object>> listOfOwner(ServerWebExchange exchange,
            Function<SubscriberId, Mono<List<T>>> all, BiFunction<Resources, T, ObjectNode> shown) {
        return asked(exchange, (whose, query) -> whose.owner() == null
                ? Mono.just(Errors.invalid(
                        List.of("partyAccount.id: expected, or logicalResource.id: buckets are listed by subscriber")))
                : all.apply(whose.owner())
                        .map(found -> list(Page.of(found, query.offset(), query.limit()), query,
                                item -> shown.apply(resources(exchange, whose.caller()), item))));
    }

    private Mono<ResponseEntity<Object>> asked(ServerWebExchange exchange,
            BiFunction<Whose, Query, Mono<ResponseEntity<Object>>> answer) {
        Query query = Query.of(exchange.getRequest().getQueryParams());
        return query.faults().isEmpty()
                ? byCaller(exchange, caller -> whose(caller, query)
                        .flatMap(whose -> answer.apply(whose, query))
                        .defaultIfEmpty(list(new Page<ObjectNode>(List.of(), 0), query, item -> item)))
                : Mono.just(Errors.invalid(query.faults()));
    }

    /** Empty: nobody whom the caller may see. */
    private Mono<Whose> whose(Caller caller, Query query) {
        Mono<SubscriberId> asked = switch (query.whom()) {
            case null -> Mono.justOrEmpty(caller.subscriber()).map(SubscriberId::new);
            case Whom.OfSubscriber(SubscriberId id) -> Mono.just(id);
            case Whom.OfNumber(var number) -> subscribers.withNumber(number).map(Subscriber::id);
            case Whom.OfBucket(var bucket) -> Mono.just(bucket.owner());
        };
        Mono<Whose> whose = asked.filter(caller::maySee).map(owner -> new Whose(caller, owner));
        return query.whom() == null ? whose.defaultIfEmpty(new Whose(caller, null)) : whose;
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
