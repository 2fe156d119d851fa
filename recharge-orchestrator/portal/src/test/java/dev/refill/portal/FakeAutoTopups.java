package dev.refill.portal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.rule.AutoTopups;
import dev.refill.autotopup.rule.CardToken;
import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.NewRule;
import dev.refill.autotopup.rule.PauseReason;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleEdit;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.rule.RuleOutcome;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.rule.Terms;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.run.Run;
import dev.refill.autotopup.run.RunHistory;
import dev.refill.gateway.Money;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferId;
import dev.refill.subscriber.SubscriberId;

/** Automatic top-ups in memory: as many as are made, with what a test says they did. */
public final class FakeAutoTopups implements AutoTopups, RunHistory {

    static final Instant NOW = Instant.parse("2026-03-01T09:29:00Z");

    final List<NewRule> asked = new CopyOnWriteArrayList<>();
    private final Map<RuleId, Rule> rules = new LinkedHashMap<>();
    private final List<Run> runs = new CopyOnWriteArrayList<>();
    private volatile @Nullable RuleOutcome nextOutcome;

    void reset() {
        asked.clear();
        rules.clear();
        runs.clear();
        nextOutcome = null;
    }

    void answerWith(RuleOutcome outcome) {
        nextOutcome = outcome;
    }

    void did(Run run) {
        runs.add(run);
    }

    Rule now(Rule rule) {
        return find(rule.id()).blockOptional().orElseThrow();
    }

    /** One by the card of its owner. */
    Rule given(String owner, Trigger trigger, RuleState state, @Nullable PauseReason reason) {
        String token = (owner.equals("sub_ada") ? FakeKeptCards.ADAS : FakeKeptCards.BOBS).card().token();
        Rule rule = new Rule(RuleId.of(owner, "rule" + rules.size()), 3, state, reason, "app", new SubscriberId(owner),
                new OfferId("airtime-usd"), Money.of(2_000, "USD"), new LedgerUnit("airtime:USD"), new CardToken(token),
                trigger, new Limits(3, 20, null, 6_000L), 0, trigger instanceof Trigger.Schedule schedule
                        ? schedule.next(NOW)
                        : null,
                NOW, NOW);
        rules.put(rule.id(), rule);
        return rule;
    }

    @Override
    public Terms terms() {
        return new Terms("7", "I agree that <my card> is charged.");
    }

    @Override
    public Mono<RuleOutcome> create(NewRule rule) {
        return Mono.fromSupplier(() -> {
            asked.add(rule);
            RuleOutcome outcome = nextOutcome;
            return outcome == null
                    ? new RuleOutcome.Done(
                            given(rule.subscriber().id().value(), rule.trigger(), RuleState.ACTIVE, null))
                    : outcome;
        });
    }

    @Override
    public Mono<RuleOutcome> edit(Rule seen, RuleEdit edit, String actor) {
        return Mono.fromSupplier(() -> {
            RuleOutcome outcome = nextOutcome;
            if (outcome != null) {
                return outcome;
            }
            Rule after = switch (edit) {
                case RuleEdit.Pause() -> in(seen, RuleState.PAUSED, PauseReason.BY_REQUEST);
                case RuleEdit.Resume() -> in(seen, RuleState.ACTIVE, null);
                case RuleEdit.Cancel() -> in(seen, RuleState.CANCELLED, null);
                case RuleEdit.Change change -> throw new AssertionError("changed (expected: never by the portal)");
            };
            rules.put(after.id(), after);
            return new RuleOutcome.Done(after);
        });
    }

    private static Rule in(Rule rule, RuleState state, @Nullable PauseReason reason) {
        return new Rule(rule.id(), rule.version() + 1, state, reason, rule.clientId(), rule.subscriber(), rule.offer(),
                rule.price(), rule.unit(), rule.card(), rule.trigger(), rule.limits(), 0, null, rule.createdAt(), NOW);
    }

    @Override
    public Mono<Rule> find(RuleId id) {
        return Mono.fromSupplier(() -> rules.get(id));
    }

    @Override
    public Flux<Rule> of(SubscriberId subscriber, @Nullable String client, int limit) {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(rules.values())))
                .filter(rule -> rule.subscriber().equals(subscriber))
                .take(limit);
    }

    @Override
    public Flux<Run> of(RuleId rule, int limit) {
        return Flux.fromIterable(runs).filter(run -> run.rule().equals(rule)).take(limit);
    }
}
