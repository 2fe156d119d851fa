package dev.refill.autotopup.rule;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.notice.AutoTopupEvents;
import dev.refill.autotopup.notice.Notice;
import dev.refill.autotopup.rule.RuleStore.Kept;
import dev.refill.gateway.Money;
import dev.refill.offer.OfferCatalog;
import dev.refill.offer.OfferId;
import dev.refill.offer.Quote;
import dev.refill.recharge.card.KeptCards;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;

/** {@link AutoTopups} over a store. */
public final class RuleDesk implements AutoTopups {

    private final RuleStore rules;
    private final SetMarks marks;
    private final StopsRuns runs;
    private final OfferCatalog offers;
    private final KeptCards cards;
    private final AutoTopupEvents events;
    private final Terms terms;
    private final int mostRules;
    private final Clock clock;

    /**
     * @param terms those in force
     * @param mostRules a subscriber has at most so many that are not cancelled
     */
    public RuleDesk(RuleStore rules, SetMarks marks, StopsRuns runs, OfferCatalog offers,
            KeptCards cards, AutoTopupEvents events, Terms terms, int mostRules, Clock clock) {
        this.rules = rules;
        this.marks = marks;
        this.runs = runs;
        this.offers = offers;
        this.cards = cards;
        this.events = events;
        this.terms = terms;
        this.mostRules = mostRules;
        this.clock = clock;
    }

    @Override
    public Mono<RuleOutcome> create(NewRule asked) {
        return Mono.defer(() -> rules.find(asked.id())
                // What its key has made is there, whatever would be said to a new one by now.
                .flatMap(there -> keep(there, asked))
                .switchIfEmpty(Mono.defer(() -> createNew(asked))));
    }

    private Mono<RuleOutcome> createNew(NewRule asked) {
        if (!asked.acceptedTerms().equals(terms.version())) {
            return Mono.just(new RuleOutcome.TermsNotAccepted(terms.version()));
        }
        Optional<Quote> quote = quote(asked.offer(), asked.price());
        if (quote.isEmpty()) {
            return Mono.just(new RuleOutcome.NotOffered());
        }
        if (!reaches(quote.get(), asked.trigger())) {
            return Mono.just(new RuleOutcome.ThresholdTooHigh(quote.get().total().value()));
        }
        if (asked.subscriber().status() != Subscriber.Status.ACTIVE) {
            return Mono.just(new RuleOutcome.NotActive());
        }
        return cards.isTaken(asked.card().value()).flatMap(taken -> taken
                ? keep(newRule(asked, quote.get(), now()), asked)
                : Mono.just(new RuleOutcome.CardNotTaken()));
    }

    private Mono<RuleOutcome> keep(Rule rule, NewRule asked) {
        return rules.keep(rule, asked.fingerprint(), terms, asked.actor(), mostRules)
                .flatMap(kept -> switch (kept) {
                    case Kept.There(Rule there) -> withMark(there);
                    case Kept.OtherRequest() -> Mono.just(new RuleOutcome.KeyReused());
                    case Kept.TooMany() -> Mono.just(new RuleOutcome.TooMany());
                });
    }

    private static Rule newRule(NewRule asked, Quote quote, Instant now) {
        Rule rule = new Rule(asked.id(), 1, RuleState.ACTIVE, null, asked.clientId(), asked.subscriber().id(),
                asked.offer(), asked.price(), quote.credit().unit(), asked.card(), asked.trigger(), asked.limits(), 0,
                null, now, now);
        return copy(rule, RuleState.ACTIVE, null, rule.price(), rule.card(), rule.trigger(), rule.limits(), 0, now);
    }

    @Override
    public Mono<RuleOutcome> edit(Rule seen, RuleEdit edit, String actor) {
        if (seen.state() == RuleState.CANCELLED) {
            return edit instanceof RuleEdit.Cancel
                    ? stopped(seen)
                    : Mono.just(new RuleOutcome.Cancelled());
        }
        return Mono.defer(() -> switch (edit) {
            case RuleEdit.Change change -> change(seen, change, actor);
            case RuleEdit.Pause() -> seen.state() == RuleState.PAUSED
                    ? stopped(seen)
                    : write(seen, inState(seen, RuleState.PAUSED, PauseReason.BY_REQUEST), null, "paused", actor,
                            List.of(events.paused(seen, seen.version() + 1, PauseReason.BY_REQUEST)));
            case RuleEdit.Resume() -> seen.state() == RuleState.ACTIVE
                    ? Mono.just(new RuleOutcome.Done(seen))
                    : write(seen, inState(seen, RuleState.ACTIVE, null), null, "resumed", actor, List.of());
            case RuleEdit.Cancel() -> write(seen, inState(seen, RuleState.CANCELLED, null), null, "cancelled", actor,
                    List.of(events.cancelled(seen, seen.version() + 1)));
        });
    }

    private Mono<RuleOutcome> change(Rule seen, RuleEdit.Change change, String actor) {
        if (!change.acceptedTerms().equals(terms.version())) {
            return Mono.just(new RuleOutcome.TermsNotAccepted(terms.version()));
        }
        Optional<Quote> quote = quote(seen.offer(), change.price());
        if (quote.isEmpty()) {
            return Mono.just(new RuleOutcome.NotOffered());
        }
        if (!reaches(quote.get(), change.trigger())) {
            return Mono.just(new RuleOutcome.ThresholdTooHigh(quote.get().total().value()));
        }
        Mono<Boolean> isTaken = change.card().equals(seen.card())
                ? Mono.just(true)
                : cards.isTaken(change.card().value());
        return isTaken.flatMap(taken -> taken
                ? write(seen, copy(seen, seen.state(), seen.reason(), change.price(), change.card(), change.trigger(),
                        change.limits(), seen.declines(), now()), terms, "changed", actor, List.of())
                : Mono.just(new RuleOutcome.CardNotTaken()));
    }

    /** Credit that one top-up leaves below the threshold would never cross it again. */
    private static boolean reaches(Quote quote, Trigger trigger) {
        return !(trigger instanceof Trigger.LowBalance(long threshold)) || threshold <= quote.total().value();
    }

    private Rule inState(Rule seen, RuleState state, @Nullable PauseReason reason) {
        return copy(seen, state, reason, seen.price(), seen.card(), seen.trigger(), seen.limits(),
                state == RuleState.ACTIVE ? 0 : seen.declines(), now());
    }

    /** What was told of a schedule's next run does not hold any more where price or schedule are others. */
    private Mono<RuleOutcome> write(Rule seen, Rule after, @Nullable Terms agreed, String what, String actor,
            List<Notice> notices) {
        boolean drops = !seen.trigger().equals(after.trigger()) || !seen.price().equals(after.price());
        boolean remarks = after.trigger() instanceof Trigger.LowBalance
                && (seen.state() != after.state() || !seen.trigger().equals(after.trigger()));
        return rules.change(seen, after, drops, remarks, agreed, what, actor, notices)
                .flatMap(done -> done
                        ? rules.find(seen.id()).flatMap(rule -> stopped(rule)
                                .flatMap(stopped -> remarks ? withMark(rule) : Mono.just(stopped)))
                        : Mono.just(new RuleOutcome.Outdated()));
    }

    /** Who hears that it is done is charged nothing more by it; who does not hear it asks again. */
    private Mono<RuleOutcome> stopped(Rule rule) {
        return runs.stop(rule).thenReturn(new RuleOutcome.Done(rule));
    }

    /** The mark is set at once if it can be; otherwise by the next round. */
    private Mono<RuleOutcome> withMark(Rule rule) {
        return marks.set(rule)
                .onErrorResume(failure -> SetMarks.later(rule, failure))
                .thenReturn(new RuleOutcome.Done(rule));
    }

    private static Rule copy(Rule was, RuleState state, @Nullable PauseReason reason, Money price, CardToken card,
            Trigger trigger, Limits limits, int declines, Instant now) {
        Rule is = new Rule(was.id(), was.version(), state, reason, was.clientId(), was.subscriber(), was.offer(), price,
                was.unit(), card, trigger, limits, declines, null, was.createdAt(), now);
        return new Rule(is.id(), is.version(), state, reason, is.clientId(), is.subscriber(), is.offer(), price,
                is.unit(), card, trigger, limits, declines, is.nextAfter(now), is.createdAt(), now);
    }

    private Optional<Quote> quote(OfferId offer, Money price) {
        return offers.find(offer).flatMap(found -> found.quote(price));
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Terms terms() {
        return terms;
    }

    @Override
    public Mono<Rule> find(RuleId id) {
        return rules.find(id);
    }

    @Override
    public Flux<Rule> of(SubscriberId subscriber, @Nullable String client, int limit) {
        return rules.of(subscriber, client, limit);
    }
}
