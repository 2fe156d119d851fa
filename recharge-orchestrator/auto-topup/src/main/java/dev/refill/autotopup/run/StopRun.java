package dev.refill.autotopup.run;

import java.util.Objects;

import reactor.core.publisher.Mono;

import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.rule.StopsRuns;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.StartOutcome;

/** {@link StopsRuns} by the claim under which a run's order is placed. */
public final class StopRun implements StopsRuns {

    private final RunStore runs;
    private final Recharges recharges;

    public StopRun(RunStore runs, Recharges recharges) {
        this.runs = runs;
        this.recharges = recharges;
    }

    @Override
    public Mono<Void> stop(Rule changed) {
        return runs.underWay(changed.id())
                .filter(run -> !Objects.equals(run.ruleVersion(), changed.version()))
                .flatMap(run -> recharges.withdraw(run.claim()))
                .ofType(StartOutcome.Accepted.class)
                .filter(placed -> changed.state() != RuleState.ACTIVE)
                .flatMap(placed -> recharges.cancel(placed.recharge().id(), changed.clientId()))
                .then();
    }
}
