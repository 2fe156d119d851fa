package dev.refill.webhooks.web;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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

import dev.refill.gateway.GatewayId;
import dev.refill.webhooks.Inbox;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.ReplayOutcome;
import dev.refill.webhooks.web.InboxBodies.EventPage;
import dev.refill.webhooks.web.InboxBodies.FileBody;

/** What providers sent and what became of it, for those who look after it. */
@RestController
@RequestMapping("/v1/operations/webhooks")
final class InboxController {

    private static final int MOST_LINES = 200;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final List<InboxState> LISTED = Arrays.stream(InboxState.values())
            .filter(state -> state != InboxState.DONE)
            .toList();

    private final Inbox inbox;

    InboxController(Inbox inbox) {
        this.inbox = inbox;
    }

    /** The events in a state, newest first. */
    @GetMapping
    Mono<ResponseEntity<Object>> list(@RequestParam(defaultValue = "dead") String state,
            @RequestParam(required = false) @Nullable String before, @RequestParam(defaultValue = "50") String limit) {
        Optional<InboxState> wanted = LISTED.stream()
                .filter(listed -> listed.word().equals(state.toLowerCase(Locale.ROOT)))
                .findFirst();
        if (wanted.isEmpty()) {
            return Mono.just(Problems.invalid("state", "one of " + LISTED.stream().map(InboxState::word).toList()));
        }
        if (before != null && !NUMBER.matcher(before).matches()) {
            return Mono.just(Problems.invalid("before", "the next of an earlier page"));
        }
        if (!NUMBER.matcher(limit).matches() || Long.parseLong(limit) > MOST_LINES) {
            return Mono.just(Problems.invalid("limit", "a whole number from 1 to 200"));
        }
        int most = Integer.parseInt(limit);
        return inbox.list(wanted.get(), before == null ? null : Long.valueOf(before), most)
                .collectList()
                .map(entries -> ResponseEntity.ok(EventPage.of(entries, most)));
    }

    /** One event with its body. */
    @GetMapping("/{gateway}/{event}")
    Mono<ResponseEntity<Object>> find(@PathVariable String gateway, @PathVariable String event) {
        return Mono.justOrEmpty(parsed(gateway))
                .flatMap(known -> inbox.find(known, event))
                .map(file -> ResponseEntity.ok().body((Object) FileBody.of(file)))
                .defaultIfEmpty(Problems.notFound());
    }

    /** Has a dead or not understood event handled again. */
    @PostMapping(path = "/{gateway}/{event}/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> replay(@PathVariable String gateway, @PathVariable String event,
            @RequestBody(required = false) byte @Nullable [] body, Principal principal) {
        return switch (ReplayRequest.read(body)) {
            case ReplayRequest.Reading.Malformed() -> Mono.just(Problems.malformed());
            case ReplayRequest.Reading.Invalid(String field, String expected) ->
                Mono.just(Problems.invalid(field, expected));
            case ReplayRequest.Reading.Valid(ReplayRequest(String reason)) -> Mono.justOrEmpty(parsed(gateway))
                    .flatMap(known -> inbox.replay(known, event, principal.getName(), reason))
                    .map(InboxController::answer)
                    .defaultIfEmpty(Problems.notFound());
        };
    }

    private static ResponseEntity<Object> answer(ReplayOutcome outcome) {
        return switch (outcome) {
            case ReplayOutcome.Replayed() -> ResponseEntity.accepted().build();
            case ReplayOutcome.NotKept() -> Problems.notFound();
            case ReplayOutcome.NotReplayable(InboxState state) -> Problems.notReplayable(state);
        };
    }

    private static Optional<GatewayId> parsed(String gateway) {
        try {
            return Optional.of(new GatewayId(gateway));
        } catch (IllegalArgumentException noSuchForm) {
            return Optional.empty();
        }
    }
}
