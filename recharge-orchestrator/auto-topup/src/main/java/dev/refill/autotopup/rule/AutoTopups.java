package dev.refill.autotopup.rule;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.SubscriberId;

/**
 * Auto top-ups, as their owners use them. Whether the caller may is the caller's own check. All publishers are cold; commands emit exactly
 * one outcome, are one statement, and an error means that it is not known.
 */
public interface AutoTopups {

    /** What a subscriber has to be shown, and to agree to, before a rule is made or changed. */
    Terms terms();

    /** Makes a rule; the same request again finds it. */
    Mono<RuleOutcome> create(NewRule rule);

    /**
     * Changes, pauses, resumes or cancels a rule.
     *
     * @param seen as it was read
     * @param actor by whom, for the record
     */
    Mono<RuleOutcome> edit(Rule seen, RuleEdit edit, String actor);

    /** Empty: no such rule. */
    Mono<Rule> find(RuleId id);

    /**
     * A subscriber's, the newest first, those that are cancelled behind all others; at most so many.
     *
     * @param client those alone that it has made; {@code null}: all
     */
    Flux<Rule> of(SubscriberId subscriber, @Nullable String client, int limit);
}
