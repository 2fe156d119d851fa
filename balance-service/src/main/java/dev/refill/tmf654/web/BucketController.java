package dev.refill.tmf654.web;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
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
import tools.jackson.databind.node.ObjectNode;

import dev.refill.tmf654.Caller;
import dev.refill.tmf654.action.BucketId;
import dev.refill.tmf654.action.KnownBuckets;
import dev.refill.tmf654.action.OpenBucket;
import dev.refill.tmf654.action.OpenBucket.Opened;
import dev.refill.tmf654.action.SeenBucket;
import dev.refill.tmf654.resource.Resources;
import dev.refill.tmf654.resource.TmfJson;

/** Buckets: what is in them, new ones, and empty ones that are not needed any more. */
@RestController
@RequestMapping(Resources.PATH + "/bucket")
final class BucketController {

    private final Answers answers;
    private final KnownBuckets buckets;
    private final OpenBucket open;
    private final Clock clock;

    BucketController(Answers answers, KnownBuckets buckets, OpenBucket open, Clock clock) {
        this.answers = answers;
        this.buckets = buckets;
        this.open = open;
        this.clock = clock;
    }

    @GetMapping
    Mono<ResponseEntity<Object>> list(ServerWebExchange exchange) {
        Instant now = clock.instant();
        return answers.listOfOwner(exchange,
                owner -> buckets.of(owner, now).collectList(),
                (resources, bucket) -> resources.of(bucket, now));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id, ServerWebExchange exchange) {
        Instant now = clock.instant();
        return answers.one(exchange, caller -> visible(id, caller, now)
                .map(bucket -> Answers.resources(exchange, caller).of(bucket, now)));
    }

    private Mono<SeenBucket> visible(String id, Caller caller, Instant now) {
        return Mono.justOrEmpty(BucketId.parse(id))
                .filter(bucket -> caller.maySee(bucket.owner()))
                .flatMap(bucket -> buckets.find(bucket, now));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> create(@RequestBody(required = false) byte @Nullable [] body,
            ServerWebExchange exchange) {
        Optional<RequestKey> key = RequestKey.of(exchange.getRequest().getHeaders());
        Optional<ObjectNode> content = TmfJson.parse(body);
        if (key.isEmpty()) {
            return Mono.just(Errors.keyMalformed());
        }
        if (content.isEmpty()) {
            return Mono.just(Errors.malformed());
        }
        return answers.byCaller(exchange, caller -> create(content.get(), caller, key.get(), exchange));
    }

    private Mono<ResponseEntity<Object>> create(ObjectNode content, Caller caller, RequestKey key,
            ServerWebExchange exchange) {
        if (!caller.adjusts()) {
            return Mono.just(Errors.notAllowed());
        }
        BucketBody body = BucketBody.read(content);
        return body.faults().isEmpty()
                ? open.open(body.request(caller, key))
                        .map(outcome -> answer(outcome, Answers.resources(exchange, caller)))
                : Mono.just(Errors.invalid(body.faults()));
    }

    private ResponseEntity<Object> answer(Opened outcome, Resources resources) {
        return switch (outcome) {
            case Opened.Done(SeenBucket bucket) -> Answers.created(resources.of(bucket, clock.instant()));
            case Opened.SubscriberUnknown() -> Errors.subscriberUnknown();
            case Opened.Ended() -> Errors.invalid(List.of("validFor.endDateTime: expected a time to come"));
            case Opened.Gone() -> Errors.conflict("bucket-gone", "The bucket was made, and is gone",
                    "A new bucket takes a new key.");
            case Opened.TooMany() -> Errors.conflict("too-many-buckets", "The subscriber has as many as one may have",
                    "Nothing was made.");
            case Opened.KeyReused() -> Errors.keyReused();
        };
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<Object>> delete(@PathVariable String id, ServerWebExchange exchange) {
        return answers.byCaller(exchange, caller -> caller.adjusts()
                ? visible(id, caller, clock.instant())
                        .flatMap(bucket -> buckets.delete(bucket.id(), clock.instant()))
                        .map(BucketController::deleted)
                        .defaultIfEmpty(Errors.notFound())
                : Mono.just(Errors.notAllowed()));
    }

    private static ResponseEntity<Object> deleted(boolean deleted) {
        return deleted
                ? ResponseEntity.noContent().build()
                : Errors.conflict("bucket-in-use", "The bucket cannot be deleted",
                        "Only one that was made here, is empty and has no reservation can.");
    }
}
