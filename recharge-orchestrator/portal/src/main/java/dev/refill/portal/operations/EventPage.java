package dev.refill.portal.operations;

import java.security.Principal;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.portal.page.Written;
import dev.refill.webhooks.Inbox;
import dev.refill.webhooks.InboxFile;
import dev.refill.webhooks.Reason;
import dev.refill.webhooks.ReplayOutcome;

/** One event with its body, and having it handled again. */
@Controller
class EventPage {

    private final Inbox inbox;

    EventPage(Inbox inbox) {
        this.inbox = inbox;
    }

    /**
     * An event as its page shows it.
     *
     * @param stuck whether it waits for a person
     * @param body {@code null}: purged
     */
    record EventView(String gateway, String id, String type, String state, boolean stuck, int attempts,
            @Nullable String error, String received, @Nullable String body, List<ReplayLine> replays) {

        static EventView of(InboxFile file) {
            var entry = file.entry();
            return new EventView(entry.gateway().value(), entry.eventId(), entry.eventType(), entry.state().word(),
                    entry.state().replayable(), entry.attempts(), entry.lastError(), Written.time(entry.receivedAt()),
                    file.body(), file.replays().stream().map(ReplayLine::of).toList());
        }
    }

    record ReplayLine(String person, String reason, String state, @Nullable String error, String at, String atIso) {

        static ReplayLine of(InboxFile.Replay replay) {
            return new ReplayLine(replay.person(), replay.reason(), replay.state().word(), replay.error(),
                    Written.time(replay.at()), replay.at().toString());
        }
    }

    @GetMapping("/operations/webhooks/{gateway}/{event}")
    Mono<Rendering> show(@PathVariable String gateway, @PathVariable String event) {
        return page(known(gateway), event, "", HttpStatus.OK);
    }

    @PostMapping("/operations/webhooks/{gateway}/{event}/replay")
    Mono<Rendering> replay(@PathVariable String gateway, @PathVariable String event, Principal principal,
            ServerWebExchange exchange) {
        GatewayId known = known(gateway);
        return exchange.getFormData()
                .flatMap(form -> replay(known, event, principal.getName(), Reason.read(form.getFirst("reason"))));
    }

    private Mono<Rendering> replay(GatewayId gateway, String event, String person, Optional<String> reason) {
        return reason.isEmpty()
                ? page(gateway, event, "operations.note.noReason", HttpStatus.UNPROCESSABLE_CONTENT)
                : inbox.replay(gateway, event, person, reason.get())
                        .flatMap(outcome -> answer(gateway, event, outcome));
    }

    private Mono<Rendering> answer(GatewayId gateway, String event, ReplayOutcome outcome) {
        return switch (outcome) {
            case ReplayOutcome.Replayed() -> page(gateway, event, "operations.note.replayed", HttpStatus.OK);
            case ReplayOutcome.NotReplayable(var state) ->
                page(gateway, event, "operations.note.notReplayable", HttpStatus.CONFLICT);
            case ReplayOutcome.NotKept() -> Mono.error(EventPage::unknown);
        };
    }

    private Mono<Rendering> page(GatewayId gateway, String event, String note, HttpStatus status) {
        return inbox.find(gateway, event)
                .map(file -> Rendering.view("portal/operations-event")
                        .status(status)
                        .modelAttribute("event", EventView.of(file))
                        .modelAttribute("note", note)
                        .build())
                .switchIfEmpty(Mono.error(EventPage::unknown));
    }

    private static GatewayId known(String gateway) {
        try {
            return new GatewayId(gateway);
        } catch (IllegalArgumentException noSuchForm) {
            throw unknown();
        }
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
