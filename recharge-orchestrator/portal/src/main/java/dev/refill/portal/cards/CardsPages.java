package dev.refill.portal.cards;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.AutoTopupProperties;
import dev.refill.autotopup.rule.AutoTopups;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.run.RunHistory;
import dev.refill.offer.Offer;
import dev.refill.offer.OfferCatalog;
import dev.refill.portal.page.CardName;
import dev.refill.portal.page.Problem;
import dev.refill.portal.page.Written;
import dev.refill.recharge.OrderTokens;
import dev.refill.recharge.card.KeptCard;
import dev.refill.recharge.card.KeptCards;
import dev.refill.subscriber.Subscriber;

/** The page of cards and automatic top-ups. */
@Component
class CardsPages {

    private static final int MOST_RULES = 100;
    /** All others, which come first, are shown. */
    private static final int MOST_CANCELLED = 3;
    private static final int MOST_RUNS = 5;

    private final KeptCards cards;
    private final AutoTopups autoTopups;
    private final RunHistory runs;
    private final OfferCatalog catalog;
    private final OrderTokens tokens;
    private final AutoTopupProperties properties;

    CardsPages(KeptCards cards, AutoTopups autoTopups, RunHistory runs, OfferCatalog catalog, OrderTokens tokens,
            AutoTopupProperties properties) {
        this.cards = cards;
        this.autoTopups = autoTopups;
        this.runs = runs;
        this.catalog = catalog;
        this.tokens = tokens;
        this.properties = properties;
    }

    /** @param done what was just done, a word of the messages; empty text: nothing */
    Mono<Rendering> page(Subscriber subscriber, String done) {
        return page(subscriber, RuleForm.fresh(), HttpStatus.OK, List.of(), done);
    }

    /** The page again, and why nothing was done. */
    Mono<Rendering> page(Subscriber subscriber, HttpStatus status, Problem problem) {
        return page(subscriber, RuleForm.fresh(), status, List.of(problem), "");
    }

    /** The page again with what was typed, and why nothing was done. */
    Mono<Rendering> page(Subscriber subscriber, RuleForm form, HttpStatus status, List<Problem> problems) {
        return page(subscriber, form, status, problems, "");
    }

    /** Sends the browser to the page, which says what was done: so that nothing is done again when it is reloaded. */
    static Rendering after(String done) {
        return Rendering.redirectTo("/cards?done=" + done).build();
    }

    private Mono<Rendering> page(Subscriber subscriber, RuleForm form, HttpStatus status, List<Problem> problems,
            String done) {
        return cards.of(subscriber.id(), null)
                .collectList()
                .flatMap(kept -> rules(subscriber, kept).map(rules -> page(subscriber, kept, rules)
                        .status(status)
                        .modelAttribute("form", form)
                        .modelAttribute("problems", problems)
                        .modelAttribute("failed", problems.stream().map(Problem::field).collect(Collectors.toSet()))
                        .modelAttribute("done", done)
                        .build()));
    }

    private Rendering.Builder<?> page(Subscriber subscriber, List<KeptCard> kept, List<RuleView> rules) {
        return Rendering.view("portal/cards")
                .modelAttribute("number", Written.number(subscriber.msisdn()))
                .modelAttribute("areKept", cards.areKept())
                .modelAttribute("cards", kept.stream().map(CardName::of).toList())
                .modelAttribute("rules", rules)
                .modelAttribute("choices", TopUpChoice.of(catalog))
                .modelAttribute("at", RuleReader.AT + " " + properties.timeZone().getId())
                .modelAttribute("notice", properties.noticeLead().toHours())
                .modelAttribute("consent", autoTopups.terms());
    }

    private Mono<List<RuleView>> rules(Subscriber subscriber, List<KeptCard> kept) {
        return autoTopups.of(subscriber.id(), null, MOST_RULES)
                .collectList()
                .flatMapIterable(CardsPages::shown)
                .concatMap(rule -> view(rule, kept))
                .collectList();
    }

    private static List<Rule> shown(List<Rule> rules) {
        long goOn = rules.stream().filter(rule -> rule.state() != RuleState.CANCELLED).count();
        return rules.stream().limit(goOn + MOST_CANCELLED).toList();
    }

    private Mono<RuleView> view(Rule rule, List<KeptCard> kept) {
        return runs.of(rule.id(), MOST_RUNS)
                .map(run -> RunView.of(run, rule.trigger(), tokens))
                .collectList()
                .map(lately -> RuleView.of(rule, title(rule), kept, lately));
    }

    private String title(Rule rule) {
        return catalog.find(rule.offer()).map(Offer::title).orElse(rule.offer().value());
    }
}
