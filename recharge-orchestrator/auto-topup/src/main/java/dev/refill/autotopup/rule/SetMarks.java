package dev.refill.autotopup.rule;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.lowbalance.LowBalance;
import dev.refill.lowbalance.LowMark;

/**
 * Sets the marks that rules need at the balance, and takes those away that they need no more. The two are not written together, so a rule
 * says itself that its mark is due until that is done.
 */
public final class SetMarks {

    private static final Logger log = LoggerFactory.getLogger(SetMarks.class);
    private static final int AT_ONCE = 8;

    private final RuleStore rules;
    private final LowBalance balances;
    private final int batch;

    /** @param batch how many one round sets, at most */
    public SetMarks(RuleStore rules, LowBalance balances, int batch) {
        this.rules = rules;
        this.balances = balances;
        this.batch = batch;
    }

    /** Works through one batch; emits how many it set. */
    public Mono<Long> round() {
        return rules.toMark(batch)
                .collectList()
                .flatMapIterable(due -> due)
                .flatMap(rule -> set(rule).thenReturn(true)
                        .onErrorResume(failure -> later(rule, failure).thenReturn(false)), AT_ONCE)
                .filter(done -> done)
                .count();
    }

    /** One that cannot be set keeps no other from it. Completes empty. */
    static Mono<Void> later(Rule rule, Throwable failure) {
        log.warn("{}: its mark is set later: {}", rule.id(), failure.toString());
        return Mono.empty();
    }

    /** Has the mark as the rule wants it. Safe to repeat. Completes empty. */
    Mono<Void> set(Rule rule) {
        LowMark mark = rule.mark();
        if (mark == null) {
            return Mono.empty();
        }
        Mono<Void> done = rule.state() == RuleState.ACTIVE ? balances.watch(mark) : balances.unwatch(mark);
        return done.then(Mono.defer(() -> rules.marked(rule)));
    }
}
