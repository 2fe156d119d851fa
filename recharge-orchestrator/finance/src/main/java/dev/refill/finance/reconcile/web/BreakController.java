package dev.refill.finance.reconcile.web;

import java.util.Arrays;
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
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.BreakId;
import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.breaks.Break;
import dev.refill.finance.reconcile.breaks.BreakQuery;
import dev.refill.finance.reconcile.breaks.BreakState;
import dev.refill.finance.reconcile.breaks.Breaks;
import dev.refill.finance.reconcile.breaks.DecisionOutcome;
import dev.refill.finance.reconcile.rule.BreakClass;
import dev.refill.finance.reconcile.web.BreakBody.BreakPage;
import dev.refill.finance.reconcile.web.BreakBody.HistoryPage;
import dev.refill.request.JsonBody;
import dev.refill.request.Problems;

/** Breaks: list them, look at one and at what happened to it, decide. */
@RestController
@RequestMapping("/v1/operations/reconciliation/breaks")
final class BreakController {

    private final Breaks breaks;
    private final Deciders deciders;

    BreakController(Breaks breaks, Deciders deciders) {
        this.breaks = breaks;
        this.deciders = deciders;
    }

    /** The oldest first. */
    @GetMapping
    Mono<ResponseEntity<Object>> list(@RequestParam(required = false) @Nullable String pair,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(name = "class", required = false) @Nullable String about,
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "50") String limit) {
        Optional<PairId> of = Optional.ofNullable(pair).flatMap(PairId::parse);
        if (pair != null && of.isEmpty()) {
            return Texts.invalid("pair", Texts.PAIR);
        }
        Optional<BreakState> in = Optional.ofNullable(state).flatMap(BreakState::parse);
        if (state != null && in.isEmpty()) {
            return Texts.invalid("state",
                    "one of " + Arrays.stream(BreakState.values()).map(BreakState::word).toList());
        }
        Optional<BreakClass> like = Optional.ofNullable(about).flatMap(BreakController::about);
        if (about != null && like.isEmpty()) {
            return Texts.invalid("class",
                    "one of " + Arrays.stream(BreakClass.values()).map(BreakClass::word).toList());
        }
        Optional<BreakId> start = Optional.ofNullable(after).flatMap(BreakId::parse);
        if (after != null && start.isEmpty()) {
            return Texts.invalid("after", Texts.NEXT);
        }
        Optional<Integer> most = Texts.number(limit, 1, Texts.MOST_LINES);
        return most.isEmpty()
                ? Texts.invalid("limit", Texts.LINES)
                : breaks.list(new BreakQuery(of.orElse(null), in.orElse(null), like.orElse(null), start.orElse(null),
                        most.get()))
                        .collectList()
                        .map(found -> ResponseEntity.ok(BreakPage.of(found, most.get())));
    }

    private static Optional<BreakClass> about(String word) {
        return Arrays.stream(BreakClass.values()).filter(one -> one.word().equals(word)).findFirst();
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id) {
        return known(id).map(BreakController::shown).defaultIfEmpty(Problems.notFound());
    }

    /** What happened to it, in order. */
    @GetMapping("/{id}/history")
    Mono<ResponseEntity<Object>> history(@PathVariable String id, @RequestParam(defaultValue = "0") String after,
            @RequestParam(defaultValue = "50") String limit) {
        Optional<Integer> start = Texts.number(after, 0, Integer.MAX_VALUE);
        if (start.isEmpty()) {
            return Texts.invalid("after", Texts.NEXT);
        }
        Optional<Integer> most = Texts.number(limit, 1, Texts.MOST_LINES);
        return most.isEmpty()
                ? Texts.invalid("limit", Texts.LINES)
                : known(id)
                        .flatMap(found -> breaks.history(found.id(), start.get(), most.get()).collectList())
                        .map(found -> ResponseEntity.ok().body((Object) HistoryPage.of(found, most.get())))
                        .defaultIfEmpty(Problems.notFound());
    }

    /** A person decides about the version that the body names. */
    @PostMapping(path = "/{id}/decisions", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> decide(@PathVariable String id, @RequestBody(required = false) byte @Nullable [] body,
            ServerWebExchange exchange) {
        Optional<JsonBody> json = JsonBody.parse(body);
        if (json.isEmpty()) {
            return Mono.just(Problems.malformed());
        }
        return switch (DecisionRequest.read(json.get())) {
            case DecisionRequest.Reading.Invalid(var errors) -> Mono.just(Problems.invalid(errors));
            case DecisionRequest.Reading.Valid(DecisionRequest request) -> deciders.of(exchange)
                    .flatMap(person -> decide(id, request, person))
                    .defaultIfEmpty(BreakProblems.signInNeeded());
        };
    }

    private Mono<ResponseEntity<Object>> decide(String id, DecisionRequest request, String person) {
        return Mono.justOrEmpty(BreakId.parse(id))
                .flatMap(of -> decide(of, request, person))
                .map(BreakController::answer)
                .defaultIfEmpty(Problems.notFound());
    }

    private Mono<DecisionOutcome> decide(BreakId id, DecisionRequest request, String person) {
        return switch (request.decision()) {
            case ASSIGN -> breaks.assign(id, request.version(), request.owner(), person);
            case EXPLAIN -> breaks.resolve(id, request.version(), false, person, request.reason());
            case POST -> breaks.resolve(id, request.version(), true, person, request.reason());
            case APPROVE -> breaks.answer(id, request.version(), true, person, request.reason());
            case DECLINE -> breaks.answer(id, request.version(), false, person, request.reason());
        };
    }

    private static ResponseEntity<Object> answer(DecisionOutcome outcome) {
        return switch (outcome) {
            case DecisionOutcome.Decided(Break now) -> shown(now);
            case DecisionOutcome.NotFound() -> Problems.notFound();
            case DecisionOutcome.Changed(Break now) -> BreakProblems.changed(now);
            case DecisionOutcome.SamePerson() -> BreakProblems.samePerson();
            case DecisionOutcome.NoDifference() -> BreakProblems.noDifference();
            case DecisionOutcome.NoBooks() -> BreakProblems.noBooks();
        };
    }

    private Mono<Break> known(String id) {
        return Mono.justOrEmpty(BreakId.parse(id)).flatMap(breaks::find);
    }

    private static ResponseEntity<Object> shown(Break found) {
        return ResponseEntity.ok(BreakBody.of(found));
    }
}
