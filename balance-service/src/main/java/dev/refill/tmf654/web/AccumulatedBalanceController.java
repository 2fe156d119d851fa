package dev.refill.tmf654.web;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.SubscriberId;
import dev.refill.tmf654.action.Accumulated;
import dev.refill.tmf654.action.BucketId;
import dev.refill.tmf654.action.KnownBuckets;
import dev.refill.tmf654.resource.Resources;

/** What a subscriber can spend of each unit, over all buckets. */
@RestController
@RequestMapping(Resources.PATH + "/accumulatedBalance")
final class AccumulatedBalanceController {

    private final Answers answers;
    private final KnownBuckets buckets;
    private final Clock clock;

    AccumulatedBalanceController(Answers answers, KnownBuckets buckets, Clock clock) {
        this.answers = answers;
        this.buckets = buckets;
        this.clock = clock;
    }

    @GetMapping
    Mono<ResponseEntity<Object>> list(ServerWebExchange exchange) {
        return answers.listOfOwner(exchange, this::of, Resources::of);
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id, ServerWebExchange exchange) {
        return answers.one(exchange, caller -> Mono.justOrEmpty(BucketId.parse(id))
                .filter(bucket -> bucket.isMain() && caller.maySee(bucket.owner()))
                .flatMap(bucket -> of(bucket.owner())
                        .flatMapIterable(sums -> sums)
                        .filter(sum -> sum.id().equals(bucket))
                        .singleOrEmpty())
                .map(Answers.resources(exchange, caller)::of));
    }

    private Mono<List<Accumulated>> of(SubscriberId owner) {
        Instant now = clock.instant();
        return buckets.of(owner, now).collectList().map(held -> Accumulated.of(held, now));
    }
}
