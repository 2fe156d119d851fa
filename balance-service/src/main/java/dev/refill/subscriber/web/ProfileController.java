package dev.refill.subscriber.web;

import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.profile.Profile;
import dev.refill.subscriber.profile.Profiles;
import dev.refill.subscriber.profile.ProvisionOutcome;
import dev.refill.subscriber.profile.ProvisionProfile;

/** Subscribers for operators: provision and look. */
@RestController
@RequestMapping("/v1/subscribers")
final class ProfileController {

    private final Profiles profiles;
    private final ProvisionProfile provision;
    private final Clock clock;

    ProfileController(Profiles profiles, ProvisionProfile provision, Clock clock) {
        this.profiles = profiles;
        this.provision = provision;
        this.clock = clock;
    }

    /** Makes a subscriber known; the same again is the same subscriber. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> provision(@RequestParam(defaultValue = "") String reason,
            @RequestBody(required = false) byte @Nullable [] body, Principal principal) {
        Optional<String> why = Texts.reason(reason);
        if (why.isEmpty()) {
            return Mono.just(Problems.invalid("reason", Texts.REASON));
        }
        Optional<JsonBody> json = JsonBody.parse(body);
        if (json.isEmpty()) {
            return Mono.just(Problems.malformed());
        }
        return NewSubscriber.read(json.get(), clock.instant())
                .map(first -> provision.provision(first, principal.getName(), why.get())
                        .map(ProfileController::answer))
                .orElseGet(() -> Mono.just(Problems.invalid(json.get().errors())));
    }

    private static ResponseEntity<Object> answer(ProvisionOutcome outcome) {
        return switch (outcome) {
            case ProvisionOutcome.Created(Profile profile) ->
                SubscriberBodies.answer(ResponseEntity.created(URI.create("/v1/subscribers/" + profile.id())), profile);
            case ProvisionOutcome.Known(Profile profile) -> SubscriberBodies.answer(ResponseEntity.ok(), profile);
            case ProvisionOutcome.IdTaken() -> Problems.idTaken();
            case ProvisionOutcome.NumberTaken(var number) -> Problems.numberTaken(number);
        };
    }

    /** Whoever has the number. */
    @GetMapping
    Mono<ResponseEntity<Object>> withNumber(@RequestParam(defaultValue = "") String number) {
        return Texts.number(number)
                .map(read -> found(profiles.withNumber(read)))
                .orElseGet(() -> Mono.just(Problems.invalid("number", Texts.NUMBER)));
    }

    /** One subscriber, closed or not. */
    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> withId(@PathVariable String id) {
        return found(Mono.justOrEmpty(SubscriberId.parse(id)).flatMap(profiles::withId));
    }

    private static Mono<ResponseEntity<Object>> found(Mono<Profile> profile) {
        return profile.map(found -> SubscriberBodies.answer(ResponseEntity.ok(), found))
                .defaultIfEmpty(Problems.notFound());
    }
}
