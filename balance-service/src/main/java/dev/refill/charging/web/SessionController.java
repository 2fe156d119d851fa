package dev.refill.charging.web;

import java.security.Principal;
import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.charging.Charging;
import dev.refill.charging.ChargingId;
import dev.refill.charging.FinalUnit;
import dev.refill.charging.ResultCode;
import dev.refill.charging.SessionAnswer;
import dev.refill.charging.SessionOutcome;
import dev.refill.request.Problems;

/** Sessions: begin, report, release. */
@RestController
@RequestMapping(path = "/v1/charging/sessions", consumes = MediaType.APPLICATION_JSON_VALUE)
final class SessionController {

    private final Charging charging;
    private final FinalUnit afterwards;
    private final Clock clock;

    SessionController(Charging charging, FinalUnit afterwards, Clock clock) {
        this.charging = charging;
        this.afterwards = afterwards;
        this.clock = clock;
    }

    /** Begins a session; the same again is the same session. */
    @PostMapping
    Mono<ResponseEntity<Object>> begin(@RequestBody(required = false) byte @Nullable [] body, Principal client) {
        return Bodies.read(body, json -> SessionBody.begin(json, client.getName(), clock),
                request -> charging.begin(request).map(this::answer));
    }

    /** Takes in what was used, and answers what may be used from now on. */
    @PostMapping("/{id}/reports")
    Mono<ResponseEntity<Object>> report(@PathVariable String id, @RequestBody(required = false) byte @Nullable [] body,
            Principal client) {
        return ChargingId.ofSession(id)
                .map(session -> Bodies.read(body, json -> SessionBody.report(json, client.getName(), session),
                        request -> charging.report(request).map(this::answer)))
                .orElseGet(() -> Mono.just(Problems.notFound()));
    }

    /** Takes in the last of what was used, and gives back the rest. */
    @PostMapping("/{id}/release")
    Mono<ResponseEntity<Object>> release(@PathVariable String id,
            @RequestBody(required = false) byte @Nullable [] body, Principal client) {
        return ChargingId.ofSession(id)
                .map(session -> Bodies.read(body, json -> SessionBody.release(json, client.getName(), session),
                        request -> charging.release(request).map(this::answer)))
                .orElseGet(() -> Mono.just(Problems.notFound()));
    }

    private ResponseEntity<Object> answer(SessionOutcome outcome) {
        return switch (outcome) {
            case SessionOutcome.Answered(SessionAnswer answer) ->
                ResponseEntity.ok(SessionAnswerBody.of(answer, afterwards));
            case SessionOutcome.Denied(ResultCode why) -> ChargingProblems.denied(why);
            case SessionOutcome.NotFound() -> Problems.notFound();
            case SessionOutcome.SequenceReused() -> ChargingProblems.sequenceReused();
            case SessionOutcome.OutOfOrder(long last) -> ChargingProblems.outOfOrder(last);
            case SessionOutcome.Over() -> ChargingProblems.over();
            case SessionOutcome.TooMuch(SessionOutcome.Bound bound) -> ChargingProblems.tooMuch(bound);
        };
    }
}
