package dev.refill.portal.operations;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;

import dev.refill.portal.page.Written;
import dev.refill.webhooks.Inbox;
import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.InboxState;

/** The events of providers that are not done, by state: first of all the dead ones. */
@Controller
class InboxPage {

    private static final int LINES = 50;
    private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,17}");
    private static final List<InboxState> STATES = List.of(InboxState.DEAD, InboxState.NOT_UNDERSTOOD,
            InboxState.PARKED, InboxState.RETRY, InboxState.READY);

    private final Inbox inbox;

    InboxPage(Inbox inbox) {
        this.inbox = inbox;
    }

    /** One state and how many events are in it. */
    record StateLine(String word, long events, boolean shown) {}

    /** One event of the list. */
    record EventLine(String gateway, String id, String type, int attempts, @Nullable String error, String received,
            String receivedIso) {

        static EventLine of(InboxEntry entry) {
            return new EventLine(entry.gateway().value(), entry.eventId(), entry.eventType(), entry.attempts(),
                    entry.lastError(), Written.time(entry.receivedAt()), entry.receivedAt().toString());
        }
    }

    @GetMapping("/operations/webhooks")
    Mono<Rendering> show(@RequestParam(defaultValue = "dead") String state,
            @RequestParam(defaultValue = "") String before) {
        InboxState shown = Arrays.stream(InboxState.values())
                .filter(known -> STATES.contains(known) && known.word().equals(state))
                .findFirst()
                .orElse(InboxState.DEAD);
        Long start = POSITION.matcher(before).matches() ? Long.valueOf(before) : null;
        return Mono.zip(inbox.counts(), inbox.list(shown, start, LINES).collectList(),
                (counts, events) -> page(counts, events, shown));
    }

    private static Rendering page(Map<InboxState, Long> counts, List<InboxEntry> events, InboxState shown) {
        return Rendering.view("portal/operations-webhooks")
                .modelAttribute("states", STATES.stream()
                        .map(state -> new StateLine(state.word(), counts.getOrDefault(state, 0L), state == shown))
                        .toList())
                .modelAttribute("shown", shown.word())
                .modelAttribute("events", events.stream().map(EventLine::of).toList())
                .modelAttribute("next", events.size() < LINES ? "" : Long.toString(events.getLast().sequence()))
                .build();
    }
}
