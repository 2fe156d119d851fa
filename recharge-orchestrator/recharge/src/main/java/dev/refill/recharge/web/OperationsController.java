package dev.refill.recharge.web;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.recharge.DecisionOutcome;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.web.OperationsBodies.DecidedBody;
import dev.refill.recharge.web.OperationsBodies.FileBody;
import dev.refill.recharge.web.OperationsBodies.LookedUpBody;
import dev.refill.recharge.web.OperationsBodies.RestingPage;
import dev.refill.recharge.web.Problems.FieldError;

/** Orders for those who look after them, whoever placed them. */
@RestController
@RequestMapping("/v1/operations/recharges")
final class OperationsController {

    private static final int MOST_LINES = 200;
    private static final List<RechargeState> LISTED = Arrays.stream(RechargeState.values())
            .filter(state -> !state.isTerminal() || state == RechargeState.IN_REVIEW)
            .toList();

    private final RechargeOperations operations;
    private final StrictJson json;

    OperationsController(RechargeOperations operations, StrictJson json) {
        this.operations = operations;
        this.json = json;
    }

    /** The orders that rest in a state, the oldest first. */
    @GetMapping
    Mono<ResponseEntity<Object>> list(@RequestParam(defaultValue = "in_review") String state,
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "50") String limit) {
        Optional<RechargeState> wanted = LISTED.stream()
                .filter(listed -> listed.word().equals(state.toLowerCase(Locale.ROOT)))
                .findFirst();
        if (wanted.isEmpty()) {
            return invalid("state", "one of " + LISTED.stream().map(RechargeState::word).toList());
        }
        Optional<RechargeId> start = after == null ? Optional.empty() : RechargeController.parsed(after);
        if (after != null && start.isEmpty()) {
            return invalid("after", "the next of an earlier page");
        }
        Long most = Positive.parse(limit, MOST_LINES);
        if (most == null) {
            return invalid("limit", "a whole number from 1 to 200");
        }
        return operations.list(wanted.get(), start.orElse(null), most.intValue())
                .collectList()
                .map(orders -> ResponseEntity.ok(RestingPage.of(orders, most.intValue())));
    }

    /** One order with its evidence. */
    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id) {
        return Mono.justOrEmpty(RechargeController.parsed(id))
                .flatMap(operations::find)
                .map(file -> ResponseEntity.ok().body((Object) FileBody.of(file)))
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    /** Asks the provider now, and applies what it says. */
    @PostMapping("/{id}/look-up")
    Mono<ResponseEntity<Object>> lookUp(@PathVariable String id, Principal principal) {
        return Mono.justOrEmpty(RechargeController.parsed(id))
                .flatMap(known -> operations.lookUp(known, principal.getName()))
                .map(lookedUp -> ResponseEntity.ok().body((Object) LookedUpBody.of(lookedUp)))
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    /** Decides what becomes of an order in review. */
    @PostMapping(path = "/{id}/decisions", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> decide(@PathVariable String id, @RequestBody(required = false) byte @Nullable [] body,
            Principal principal) {
        return switch (json.read(body == null ? new byte[0] : body)) {
            case StrictJson.Reading.Malformed malformed -> Mono.just(problem(Problems.malformed(malformed.why())));
            case StrictJson.Reading.Read read -> switch (DecisionRequest.read(read.tree())) {
                case DecisionRequest.Reading.Invalid invalid -> Mono.just(problem(Problems.invalid(invalid.errors())));
                case DecisionRequest.Reading.Valid valid -> decide(id, valid.request(), principal.getName());
            };
        };
    }

    private Mono<ResponseEntity<Object>> decide(String id, DecisionRequest request, String person) {
        return Mono.justOrEmpty(RechargeController.parsed(id))
                .flatMap(known -> operations.decide(known, request.version(), request.decision(), person,
                        request.reason()))
                .map(OperationsController::answer)
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    private static ResponseEntity<Object> answer(DecisionOutcome outcome) {
        return switch (outcome) {
            case DecisionOutcome.Decided(Recharge recharge) ->
                ResponseEntity.ok(new DecidedBody(RechargeBody.of(recharge), recharge.version()));
            case DecisionOutcome.Stale(Recharge recharge) -> problem(Problems.staleVersion(recharge.version()));
            case DecisionOutcome.NotInReview(Recharge recharge) -> problem(Problems.notInReview(recharge.state()));
            case DecisionOutcome.Refused(DecisionOutcome.Why why, String found) ->
                problem(Problems.decisionRefused(why, found));
        };
    }

    private static Mono<ResponseEntity<Object>> invalid(String field, String expected) {
        return Mono.just(problem(Problems.invalid(List.of(new FieldError(field, expected)))));
    }

    private static ResponseEntity<Object> problem(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
}
