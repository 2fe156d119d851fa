package dev.refill.recharge.web;

import java.security.Principal;

import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.Subscriber;
import dev.refill.usage.Usages;

/** What a subscriber has used, and what is left. Somebody else's number is not found. */
@RestController
@RequestMapping("/v1/subscribers/{msisdn}/usage")
final class UsageController {

    private final VisibleSubscribers subscribers;
    private final Usages usages;

    UsageController(VisibleSubscribers subscribers, Usages usages) {
        this.subscribers = subscribers;
        this.usages = usages;
    }

    /** The records, newest first. */
    @GetMapping
    Mono<ResponseEntity<Object>> history(@PathVariable String msisdn,
            @RequestParam MultiValueMap<String, String> query, Principal principal) {
        UsageParameters asked = UsageParameters.read(query);
        if (!asked.errors().isEmpty()) {
            return Mono.just(problem(Problems.invalid(asked.errors())));
        }
        return subscribers.withNumber(msisdn, principal)
                .flatMap(subscriber -> page(subscriber, asked))
                .map(body -> ResponseEntity.ok().body((Object) body))
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    private Mono<UsageBodies.History> page(Subscriber subscriber, UsageParameters asked) {
        return usages.history(subscriber.id(), asked.filter(), asked.limit())
                .collectList()
                .map(records -> UsageBodies.History.of(subscriber, records, asked.limit()));
    }

    /** By day and month, and what is left of allowances. */
    @GetMapping("/summary")
    Mono<ResponseEntity<Object>> summary(@PathVariable String msisdn, Principal principal) {
        return subscribers.withNumber(msisdn, principal)
                .flatMap(subscriber -> usages.summary(subscriber.id())
                        .map(summary -> UsageBodies.Summary.of(subscriber, summary)))
                .map(body -> ResponseEntity.ok().body((Object) body))
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    private static ResponseEntity<Object> problem(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
}
