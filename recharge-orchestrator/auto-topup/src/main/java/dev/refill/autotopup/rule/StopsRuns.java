package dev.refill.autotopup.rule;

import reactor.core.publisher.Mono;

/** What a change of a rule means for a run of it that is under way. */
public interface StopsRuns {

    /**
     * Sees to it that a run that has begun by a version before places no order any more. One that is placed stays; if the rule is not
     * active, and it waits for the subscriber or was not sent yet, it is cancelled. Safe to repeat. Completes empty.
     *
     * @param changed as it is now
     */
    Mono<Void> stop(Rule changed);
}
