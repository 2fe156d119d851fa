package dev.refill.webhooks.outbound.web;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.EndpointOwner;
import dev.refill.webhooks.lifecycle.Bell;
import dev.refill.webhooks.outbound.delivery.DeliveryEntry;
import dev.refill.webhooks.outbound.delivery.DeliveryStore;
import dev.refill.webhooks.outbound.endpoint.Endpoint;
import dev.refill.webhooks.outbound.endpoint.EndpointId;
import dev.refill.webhooks.outbound.endpoint.EndpointStore;
import dev.refill.webhooks.outbound.web.EndpointBodies.DeliveryLine;
import dev.refill.webhooks.outbound.web.EndpointBodies.DeliveryPage;
import dev.refill.webhooks.outbound.web.EndpointBodies.Replays;
import dev.refill.webhooks.outbound.web.EndpointRequests.Reading;
import dev.refill.webhooks.outbound.web.EndpointRequests.ReplaySince;

/** What was sent to an endpoint, and sending it again. */
@RestController
@RequestMapping("/v1/webhook-endpoints/{id}")
final class DeliveryController {

    private static final int MOST_LINES = 200;
    /** One statement's worth; the answer says whether there is more. */
    private static final int MOST_REPLAYS = 5_000;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final EndpointOwner owners;
    private final EndpointRequests requests;
    private final EndpointStore endpoints;
    private final DeliveryStore deliveries;
    private final Bell bell;

    DeliveryController(EndpointOwner owners, EndpointRequests requests, EndpointStore endpoints,
            DeliveryStore deliveries, @Qualifier("deliveryBell") Bell bell) {
        this.owners = owners;
        this.requests = requests;
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.bell = bell;
    }

    /** The deliveries to an endpoint, newest first. */
    @GetMapping("/deliveries")
    Mono<ResponseEntity<Object>> list(@PathVariable String id, @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "50") String limit, ServerWebExchange exchange) {
        if (before != null && !NUMBER.matcher(before).matches()) {
            return Mono.just(Problems.invalid("before", "a position from an earlier page"));
        }
        if (!NUMBER.matcher(limit).matches() || Long.parseLong(limit) > MOST_LINES) {
            return Mono.just(Problems.invalid("limit", "a whole number from 1 to 200"));
        }
        Long start = before == null ? null : Long.valueOf(before);
        return Owned.by(owners, exchange, id, (owner, endpoint) -> endpoints.find(owner, endpoint)
                .flatMap(found -> page(owner, found, start, Integer.parseInt(limit))));
    }

    private Mono<ResponseEntity<Object>> page(String owner, Endpoint endpoint, @Nullable Long before, int limit) {
        return deliveries.list(owner, endpoint.id(), before, limit)
                .collectList()
                .map(entries -> ResponseEntity.ok(page(entries, limit)));
    }

    private static DeliveryPage page(List<DeliveryEntry> entries, int limit) {
        return new DeliveryPage(entries.stream().map(DeliveryLine::of).toList(),
                entries.size() < limit ? null : entries.getLast().position());
    }

    /** Has one event sent again; no harm where it is on its way. */
    @PostMapping("/deliveries/{event}/replay")
    Mono<ResponseEntity<Object>> replay(@PathVariable String id, @PathVariable String event,
            ServerWebExchange exchange) {
        return Owned.by(owners, exchange, id, (owner, endpoint) -> deliveries.replay(owner, endpoint, event)
                .doOnNext(replayed -> bell.ring())
                .map(replayed -> switch (replayed) {
                    case REPLAYED -> ResponseEntity.accepted().body(new Replays(1, false));
                    case PENDING -> ResponseEntity.accepted().body(new Replays(0, false));
                    case NOT_FOUND -> Problems.notFound();
                }));
    }

    /** Has everything sent again that occurred since a time and did not arrive, or all of it. */
    @PostMapping(path = "/replays", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> replays(@PathVariable String id,
            @RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange) {
        return Owned.by(owners, exchange, id, (owner, endpoint) -> switch (requests.replaySince(body)) {
            case Reading.Malformed<ReplaySince>(String why) -> Mono.just(Problems.malformed(why));
            case Reading.Invalid<ReplaySince>(var errors) -> Mono.just(Problems.invalid(errors));
            case Reading.Valid<ReplaySince>(ReplaySince wanted) -> endpoints.find(owner, endpoint)
                    .flatMap(found -> replays(owner, endpoint, wanted));
        });
    }

    private Mono<ResponseEntity<Object>> replays(String owner, EndpointId endpoint, ReplaySince wanted) {
        return deliveries.replaySince(owner, endpoint, wanted.since(), wanted.delivered(), MOST_REPLAYS)
                .doOnNext(count -> bell.ring())
                .map(count -> ResponseEntity.accepted().body(new Replays(count, count >= MOST_REPLAYS)));
    }
}
