package dev.refill.portal.cards;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.rule.AutoTopups;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleEdit;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.rule.RuleOutcome;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.portal.page.FormFields;
import dev.refill.portal.page.Problem;
import dev.refill.portal.page.SignedInSubscriber;
import dev.refill.subscriber.Subscriber;

/** Pauses, resumes and cancels automatic top-ups of who is signed in, as they were when the page was loaded. */
@Controller
class EditRule {

    private final SignedInSubscriber signedIn;
    private final AutoTopups autoTopups;
    private final CardsPages pages;

    EditRule(SignedInSubscriber signedIn, AutoTopups autoTopups, CardsPages pages) {
        this.signedIn = signedIn;
        this.autoTopups = autoTopups;
        this.pages = pages;
    }

    /**
     * What is asked for.
     *
     * @param to where it leads; a rule that is there is done with
     * @param word by which the page says that it is done
     */
    private record Wish(RuleEdit edit, RuleState to, String word) {}

    @PostMapping("/cards/top-ups/{id}/pause")
    Mono<Rendering> pause(@PathVariable String id, ServerWebExchange exchange) {
        return edit(id, exchange, new Wish(new RuleEdit.Pause(), RuleState.PAUSED, "paused"));
    }

    @PostMapping("/cards/top-ups/{id}/resume")
    Mono<Rendering> resume(@PathVariable String id, ServerWebExchange exchange) {
        return edit(id, exchange, new Wish(new RuleEdit.Resume(), RuleState.ACTIVE, "resumed"));
    }

    @PostMapping("/cards/top-ups/{id}/cancel")
    Mono<Rendering> cancel(@PathVariable String id, ServerWebExchange exchange) {
        return edit(id, exchange, new Wish(new RuleEdit.Cancel(), RuleState.CANCELLED, "cancelled"));
    }

    private Mono<Rendering> edit(String id, ServerWebExchange exchange, Wish wish) {
        return signedIn.required(exchange)
                .flatMap(subscriber -> exchange.getFormData()
                        .map(fields -> new FormFields(fields).text("version"))
                        .flatMap(seen -> edit(id, seen, subscriber, wish)));
    }

    /** One that is another's, or not there, is told alike. */
    private Mono<Rendering> edit(String id, String seen, Subscriber subscriber, Wish wish) {
        return Mono.justOrEmpty(RuleId.parse(id))
                .flatMap(autoTopups::find)
                .filter(rule -> rule.subscriber().equals(subscriber.id()))
                .flatMap(rule -> edit(rule, seen, subscriber, wish))
                .switchIfEmpty(Mono.defer(
                        () -> again(subscriber, HttpStatus.NOT_FOUND, "problem.rule.unknown")));
    }

    private Mono<Rendering> edit(Rule rule, String seen, Subscriber subscriber, Wish wish) {
        if (rule.state() == wish.to()) {
            return Mono.just(CardsPages.after(wish.word()));
        }
        return seen.equals(Integer.toString(rule.version()))
                ? autoTopups.edit(rule, wish.edit(), subscriber.id().value())
                        .flatMap(outcome -> answer(outcome, subscriber, wish))
                : stale(subscriber);
    }

    private Mono<Rendering> answer(RuleOutcome outcome, Subscriber subscriber, Wish wish) {
        return switch (outcome) {
            case RuleOutcome.Done done -> Mono.just(CardsPages.after(wish.word()));
            case RuleOutcome.Outdated() -> stale(subscriber);
            case RuleOutcome.Cancelled() -> again(subscriber, HttpStatus.CONFLICT, "problem.rule.cancelled");
            // What is said of what is charged, which none of these wishes changes.
            case RuleOutcome.NotOffered notOffered -> stale(subscriber);
            case RuleOutcome.ThresholdTooHigh tooHigh -> stale(subscriber);
            case RuleOutcome.TermsNotAccepted notAccepted -> stale(subscriber);
            case RuleOutcome.CardNotTaken notTaken -> stale(subscriber);
            case RuleOutcome.NotActive notActive -> stale(subscriber);
            case RuleOutcome.TooMany tooMany -> stale(subscriber);
            case RuleOutcome.KeyReused reused -> stale(subscriber);
        };
    }

    private Mono<Rendering> stale(Subscriber subscriber) {
        return again(subscriber, HttpStatus.PRECONDITION_FAILED, "problem.rule.stale");
    }

    private Mono<Rendering> again(Subscriber subscriber, HttpStatus status, String problem) {
        return pages.page(subscriber, status, new Problem("rules", problem));
    }
}
