package dev.refill.tmf654.web;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.tmf654.Caller;
import dev.refill.tmf654.Hub;
import dev.refill.tmf654.event.EventTypes;
import dev.refill.tmf654.resource.Resources;
import dev.refill.tmf654.resource.Shapes;
import dev.refill.tmf654.resource.TmfJson;

/** Subscriptions to events. A client hears of what it has asked for itself. */
@RestController
@RequestMapping(Resources.PATH + "/hub")
final class HubController {

    private static final String BY_TYPE = "eventType=";

    private final Answers answers;
    private final Hub hub;

    HubController(Answers answers, Hub hub) {
        this.answers = answers;
        this.hub = hub;
    }

    /** Shows the secret that signs the deliveries, once. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> subscribe(@RequestBody(required = false) byte @Nullable [] body,
            ServerWebExchange exchange) {
        return TmfJson.parse(body)
                .map(content -> answers.byCaller(exchange, caller -> subscribe(content, caller, exchange)))
                .orElseGet(() -> Mono.just(Errors.malformed()));
    }

    private Mono<ResponseEntity<Object>> subscribe(ObjectNode content, Caller caller, ServerWebExchange exchange) {
        if (caller.subscriber() != null) {
            return Mono.just(Errors.notASubscribers());
        }
        Body body = new Body(content, Shapes.subscriptionFaults(content));
        List<String> types = body.faults().isEmpty() ? types(body) : List.of();
        return body.faults().isEmpty()
                ? hub.subscribe(caller.client(), URI.create(content.get("callback").stringValue()), types)
                        .map(outcome -> answer(outcome, content, Answers.resources(exchange, caller)))
                : Mono.just(Errors.invalid(body.faults()));
    }

    /** Empty: all. */
    private static List<String> types(Body body) {
        String query = body.text("query").orElse("");
        if (query.isEmpty()) {
            return List.of();
        }
        List<String> types = Arrays.stream(query.replaceFirst("^" + BY_TYPE, "").split(",", -1)).toList();
        if (!query.startsWith(BY_TYPE) || !EventTypes.all().containsAll(types)) {
            body.wrong("query", BY_TYPE + " and one or more, joined by commas, of "
                    + EventTypes.all().stream().sorted().toList());
        }
        return types;
    }

    private static ResponseEntity<Object> answer(Hub.Outcome outcome, ObjectNode content, Resources resources) {
        return switch (outcome) {
            case Hub.Outcome.Done(String id, String secret) ->
                ResponseEntity.created(URI.create(resources.base() + "/hub/" + id))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .body(content.put("id", id).put("secret", secret));
            case Hub.Outcome.Denied(String why) ->
                Errors.invalid(List.of("callback: expected an address that may be sent to: " + why));
            case Hub.Outcome.CallbackTaken() -> Errors.conflict("callback-taken", "The callback has a subscription",
                    "Delete that one first.");
            case Hub.Outcome.TooMany(int most) -> Errors.conflict("too-many-subscriptions",
                    "There are as many as one may have", "At most " + most + ".");
        };
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<Object>> unsubscribe(@PathVariable String id, ServerWebExchange exchange) {
        return answers.byCaller(exchange, caller -> caller.subscriber() == null
                ? hub.unsubscribe(caller.client(), id)
                        .map(was -> was ? ResponseEntity.noContent().build() : Errors.notFound())
                : Mono.just(Errors.notASubscribers()));
    }
}
