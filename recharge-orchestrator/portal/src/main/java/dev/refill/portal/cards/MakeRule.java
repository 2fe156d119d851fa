package dev.refill.portal.cards;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.rule.AutoTopups;
import dev.refill.autotopup.rule.CardToken;
import dev.refill.autotopup.rule.NewRule;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.rule.RuleOutcome;
import dev.refill.portal.page.FormFields;
import dev.refill.portal.page.Problem;
import dev.refill.portal.page.SignedInSubscriber;
import dev.refill.recharge.card.KeptCards;
import dev.refill.subscriber.Subscriber;

/** Makes an automatic top-up, once per form. */
@Controller
class MakeRule {

    private static final String CLIENT = "portal";

    private final SignedInSubscriber signedIn;
    private final RuleReader reader;
    private final KeptCards cards;
    private final AutoTopups autoTopups;
    private final CardsPages pages;

    MakeRule(SignedInSubscriber signedIn, RuleReader reader, KeptCards cards, AutoTopups autoTopups,
            CardsPages pages) {
        this.signedIn = signedIn;
        this.reader = reader;
        this.cards = cards;
        this.autoTopups = autoTopups;
        this.pages = pages;
    }

    @PostMapping("/cards/top-ups")
    Mono<Rendering> make(ServerWebExchange exchange) {
        return signedIn.required(exchange)
                .flatMap(subscriber -> exchange.getFormData()
                        .map(FormFields::new)
                        .map(RuleForm::of)
                        .flatMap(form -> make(form, subscriber)));
    }

    private Mono<Rendering> make(RuleForm form, Subscriber subscriber) {
        return cards.of(subscriber.id(), null)
                .collectList()
                .flatMap(kept -> kept.isEmpty()
                        ? again(form, subscriber, "cards", "problem.card.none")
                        : make(reader.read(form, kept), form, subscriber));
    }

    private Mono<Rendering> make(Reading reading, RuleForm form, Subscriber subscriber) {
        return switch (reading) {
            case Reading.Wrong(List<Problem> problems) -> again(form, subscriber, problems);
            case Reading.Asked asked -> autoTopups.create(newRule(asked, subscriber))
                    .flatMap(outcome -> answer(outcome, asked, form, subscriber));
        };
    }

    private static NewRule newRule(Reading.Asked asked, Subscriber subscriber) {
        String owner = subscriber.id().value();
        return new NewRule(RuleId.of(CLIENT + "\n" + owner, asked.key().value()), CLIENT, owner, subscriber,
                asked.quote().offer(), asked.quote().price(), new CardToken(asked.card().card().token()),
                asked.trigger(), asked.limits(), asked.acceptedTerms());
    }

    private Mono<Rendering> answer(RuleOutcome outcome, Reading.Asked asked, RuleForm form, Subscriber subscriber) {
        return switch (outcome) {
            case RuleOutcome.Done done -> Mono.just(CardsPages.after("made"));
            case RuleOutcome.NotOffered() -> again(form, subscriber, "choice", "refusal.PRICE_NOT_OFFERED");
            case RuleOutcome.ThresholdTooHigh(long most) -> again(form, subscriber, List.of(new Problem("threshold",
                    "problem.threshold.most", CreditAmount.written(most, asked.quote().credit().unit()))));
            case RuleOutcome.TermsNotAccepted changed -> again(form, subscriber, "terms", "problem.terms.changed");
            case RuleOutcome.CardNotTaken() -> again(form, subscriber, "card", "problem.card.notTaken");
            case RuleOutcome.NotActive() -> again(form, subscriber, "new", "problem.rule.notActive");
            case RuleOutcome.TooMany() -> again(form, subscriber, "new", "problem.rule.tooMany");
            case RuleOutcome.KeyReused() -> again(form.renewed(), subscriber, "new", "problem.form.used");
            // What is said of one that is there, as this one is not.
            case RuleOutcome.Outdated() -> again(form.renewed(), subscriber, "new", "problem.rule.stale");
            case RuleOutcome.Cancelled() -> again(form.renewed(), subscriber, "new", "problem.rule.cancelled");
        };
    }

    private Mono<Rendering> again(RuleForm form, Subscriber subscriber, String field, String problem) {
        return again(form, subscriber, List.of(new Problem(field, problem)));
    }

    private Mono<Rendering> again(RuleForm form, Subscriber subscriber, List<Problem> problems) {
        boolean isOurs = problems.stream().noneMatch(problem -> problem.key().equals("problem.form.old"));
        return pages.page(subscriber, isOurs ? form : form.renewed(), HttpStatus.UNPROCESSABLE_CONTENT, problems);
    }
}
