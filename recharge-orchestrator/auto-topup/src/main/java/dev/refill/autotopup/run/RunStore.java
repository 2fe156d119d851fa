package dev.refill.autotopup.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.notice.Notice;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.lowbalance.LowBalanceNotices.Crossing;

/** Where runs are kept. Every write is one statement that commits by itself; all publishers are cold. */
public interface RunStore extends RunHistory {

    /** Makes a run of each crossing whose mark is a rule's; those that are there stay as they are. Completes empty. */
    Mono<Void> cross(List<Crossing> crossings, Instant now);

    /**
     * Makes the run of a schedule's next instant and moves the rule to the following one.
     *
     * @param rule as it was read, with a next instant
     * @return whether this was it; {@code false}: it is done already, or the rule has changed
     */
    Mono<Boolean> plan(Rule rule, RunId id, Instant following, Instant now, List<Notice> notices);

    /**
     * Moves the rule to the following instant without a run of the one that was next.
     *
     * @return whether this was it; {@code false}: it is done already, or the rule has changed
     */
    Mono<Boolean> passOver(Rule rule, Instant following);

    /** Takes runs that are due, for this caller alone until the lease ends; the longest overdue first. */
    Flux<Run> takeDue(Instant now, Duration lease, int limit);

    /**
     * Begins a run that still is as it was taken, if its rule still is as it was read and allows it.
     *
     * @param until to whom it was taken it belongs until then
     * @param day when the day began, for the rule
     * @param month when the month began, for the rule
     */
    Mono<Beginning> begin(Run run, Rule rule, Instant now, Instant until, Instant day, Instant month,
            List<Notice> notices);

    /**
     * Moves a run that still is as it was taken, and its rule if that is still as it was read.
     *
     * @return whether it was; {@code false}: another has taken or moved one of them
     */
    Mono<Boolean> change(Run run, Rule rule, RunChange change, Instant now);

    /** Sets the next look at a run that still is as it was taken; does nothing otherwise. Completes empty. */
    Mono<Void> rest(Run run, Instant nextAt);

    /** Empty: no such run. */
    Mono<Run> find(RunId id);

    /** The one of a rule that has begun and is not over. Empty: there is none. */
    Mono<Run> underWay(RuleId rule);

    /** Whether a run may charge. */
    enum Beginning {
        BEGUN,
        /** Another run of the rule is not over. */
        ANOTHER_UNDER_WAY,
        LIMIT_REACHED,
        /** Run or rule are not as they were. */
        OVERTAKEN
    }
}
