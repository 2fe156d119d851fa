package dev.refill.autotopup.rule;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.notice.Notice;
import dev.refill.subscriber.SubscriberId;

/** Where rules are kept. Every write is one statement that commits by itself; all publishers are cold. */
public interface RuleStore {

    /**
     * Keeps a new rule, or finds the one of the same id.
     *
     * @param fingerprint of what it was made by
     * @param agreed what the subscriber agreed to, kept with what the rule says
     * @param most of a subscriber's that are not cancelled
     */
    Mono<Kept> keep(Rule rule, String fingerprint, Terms agreed, String actor, int most);

    /** Empty: no such rule. */
    Mono<Rule> find(RuleId id);

    /**
     * A subscriber's, the newest first, those that are cancelled behind all others; at most so many.
     *
     * @param client those alone that it has made; {@code null}: all
     */
    Flux<Rule> of(SubscriberId subscriber, @Nullable String client, int limit);

    /**
     * Changes a rule that still is as it was read.
     *
     * @param before as it was read
     * @param after its version does not matter
     * @param drops whether what was planned of its schedule is dropped
     * @param marks whether its mark has to be set or taken away
     * @param agreed what the subscriber agreed to, for what the rule says now; {@code null}: it says the same as before
     * @param what in a word, for the record
     * @return whether it was; {@code false}: it has changed, or is cancelled
     */
    Mono<Boolean> change(Rule before, Rule after, boolean drops, boolean marks, @Nullable Terms agreed, String what,
            String actor, List<Notice> notices);

    /** Active schedules whose next instant is before that one; at most so many, the earliest first. */
    Flux<Rule> toPlan(Instant before, int limit);

    /** Those whose mark has still to be set or taken away; at most so many. */
    Flux<Rule> toMark(int limit);

    /** Its mark is as that version wants it; if it has another version by now, the mark is still due. Completes empty. */
    Mono<Void> marked(Rule rule);

    /** What became of a rule that was to be kept. */
    sealed interface Kept {

        /** It is there, new or from the same request before. */
        record There(Rule rule) implements Kept {}

        /** The id is that of another request's. */
        record OtherRequest() implements Kept {}

        /** The subscriber has as many as may be. */
        record TooMany() implements Kept {}
    }
}
