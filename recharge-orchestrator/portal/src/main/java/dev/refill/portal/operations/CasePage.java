package dev.refill.portal.operations;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.recharge.Decision;
import dev.refill.recharge.DecisionOutcome;
import dev.refill.recharge.LookedUp;
import dev.refill.recharge.MoneyBack;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeOperations;
import dev.refill.redaction.SensitiveInput;
import dev.refill.webhooks.Reason;

/** One order with its evidence: have the provider asked, and decide if it is in review. */
@Controller
class CasePage {

    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

    private final RechargeOperations operations;
    private final MoneyBack moneyBack;

    CasePage(RechargeOperations operations, MoneyBack moneyBack) {
        this.operations = operations;
        this.moneyBack = moneyBack;
    }

    /**
     * What the page says about what was just done.
     *
     * @param key of the message
     * @param found what the provider said; empty: nothing was asked
     */
    record Note(String key, String found) {

        static final Note NONE = new Note("", "");
    }

    @GetMapping("/operations/recharges/{id}")
    Mono<Rendering> show(@PathVariable String id) {
        return page(known(id), Note.NONE, HttpStatus.OK, "");
    }

    @PostMapping("/operations/recharges/{id}/look-up")
    Mono<Rendering> lookUp(@PathVariable String id, Principal principal) {
        RechargeId known = known(id);
        return operations.lookUp(known, principal.getName())
                .map(CasePage::note)
                .flatMap(note -> page(known, note, HttpStatus.OK, ""))
                .switchIfEmpty(Mono.error(CasePage::unknown));
    }

    private static Note note(LookedUp lookedUp) {
        return new Note("operations.note.lookedUp", lookedUp.found());
    }

    @PostMapping("/operations/recharges/{id}/decisions")
    Mono<Rendering> decide(@PathVariable String id, Principal principal, ServerWebExchange exchange) {
        RechargeId known = known(id);
        return exchange.getFormData().flatMap(form -> decide(known, form, principal.getName()));
    }

    private Mono<Rendering> decide(RechargeId id, MultiValueMap<String, String> form, String person) {
        Optional<String> reason = Reason.read(form.getFirst("reason"));
        Optional<Decision> decision = Arrays.stream(Decision.values())
                .filter(known -> OrderCase.word(known).equals(field(form, "decision")))
                .findFirst();
        if (decision.isEmpty() || reason.isEmpty()
                || !VERSION.matcher(field(form, "version")).matches()) {
            String reasoned = field(form, "reason");
            String written = reasoned.substring(0, Math.min(reasoned.length(), Reason.LONGEST));
            return page(id, new Note("operations.note.incomplete", ""), HttpStatus.UNPROCESSABLE_CONTENT,
                    SensitiveInput.isInReason(written) ? "" : written);
        }
        return operations.decide(id, Long.parseLong(field(form, "version")), decision.get(), person, reason.get())
                .flatMap(outcome -> answer(id, outcome, reason.get()))
                .switchIfEmpty(Mono.error(CasePage::unknown));
    }

    private Mono<Rendering> answer(RechargeId id, DecisionOutcome outcome, String reason) {
        return switch (outcome) {
            case DecisionOutcome.Decided decided ->
                page(id, new Note("operations.note.decided", ""), HttpStatus.OK, "");
            case DecisionOutcome.Stale stale ->
                page(id, new Note("operations.note.stale", ""), HttpStatus.PRECONDITION_FAILED, reason);
            case DecisionOutcome.NotInReview elsewhere ->
                page(id, new Note("operations.note.notInReview", ""), HttpStatus.CONFLICT, reason);
            case DecisionOutcome.Refused(DecisionOutcome.Why why, String found) ->
                page(id, new Note("operations.refused." + why, found), HttpStatus.CONFLICT, reason);
        };
    }

    private Mono<Rendering> page(RechargeId id, Note note, HttpStatus status, String reason) {
        return operations.find(id)
                .zipWith(returns(id), (file, returns) -> Rendering.view("portal/operations-order")
                        .status(status)
                        .modelAttribute("order", OrderCase.of(file))
                        .modelAttribute("returns", returns)
                        .modelAttribute("note", note)
                        .modelAttribute("reason", reason)
                        .build())
                .switchIfEmpty(Mono.error(CasePage::unknown));
    }

    private Mono<List<ReturnLine>> returns(RechargeId id) {
        return Mono.zip(moneyBack.refundsOf(id).collectList(), moneyBack.disputesOf(id).collectList(), ReturnLine::of);
    }

    private static String field(MultiValueMap<String, String> form, String name) {
        String value = form.getFirst(name);
        return value == null ? "" : value.strip();
    }

    private static RechargeId known(String id) {
        return OrderCase.idOf(id).orElseThrow(CasePage::unknown);
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
