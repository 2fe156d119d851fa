package dev.refill.autotopup.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

import reactor.core.publisher.Mono;

import dev.refill.autotopup.notice.AutoTopupEvents;
import dev.refill.autotopup.rule.PauseReason;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleStore;
import dev.refill.recharge.card.KeptCards;

/** Makes the runs of schedules, with their notices, a while before they are due. */
public final class PlanRuns {

    private static final int AT_ONCE = 8;

    private final RuleStore rules;
    private final RunStore runs;
    private final KeptCards cards;
    private final AutoTopupEvents events;
    private final Duration lead;
    private final int batch;
    private final Clock clock;

    /**
     * @param lead how long before
     * @param batch how many one round makes, at most
     */
    public PlanRuns(RuleStore rules, RunStore runs, KeptCards cards, AutoTopupEvents events, Duration lead, int batch,
            Clock clock) {
        this.rules = rules;
        this.runs = runs;
        this.cards = cards;
        this.events = events;
        this.lead = lead;
        this.batch = batch;
        this.clock = clock;
    }

    /** Works through one batch; emits how many it made, passed over or paused. What another node is at as well is made once. */
    public Mono<Long> round() {
        return Mono.defer(() -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            return rules.toPlan(now.plus(lead), batch)
                    .collectList()
                    .flatMapIterable(due -> due)
                    .flatMap(rule -> plan(rule, now), AT_ONCE)
                    .filter(made -> made)
                    .count();
        });
    }

    /** Of a charge by a card that is not there any more nobody is told. */
    private Mono<Boolean> plan(Rule rule, Instant now) {
        return cards.isRemoved(rule.card().value()).flatMap(removed -> removed
                ? rules.change(rule, rule.paused(PauseReason.CARD_REMOVED, now), false, false, null,
                        "paused: " + PauseReason.CARD_REMOVED, "refill",
                        List.of(events.paused(rule, rule.version() + 1, PauseReason.CARD_REMOVED)))
                : planNext(rule, now));
    }

    /** Instants that passed while no node ran are passed over: nobody was told of them before. */
    private Mono<Boolean> planNext(Rule rule, Instant now) {
        Instant due = Objects.requireNonNull(rule.nextAt());
        Instant following = Objects.requireNonNull(rule.nextAfter(due.isAfter(now) ? due : now));
        RunId id = RunId.scheduled(rule.id(), due);
        return due.isAfter(now)
                ? runs.plan(rule, id, following, now, List.of(events.upcoming(rule, id, due)))
                : runs.passOver(rule, following);
    }
}
