package dev.refill.finance.reconcile.breaks;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.BreakId;

/**
 * Breaks, and what people decide about them. Everything is cold; a command emits exactly one outcome, and is kept or not whoever cancels. A
 * person is the subject of a token; a reason is 1 to 500 characters.
 */
public interface Breaks {

    /** A break. Empty if there is none. */
    Mono<Break> find(BreakId id);

    /** Breaks, the oldest first. */
    Flux<Break> list(BreakQuery query);

    /**
     * What happened to a break, in order. Empty if there is none.
     *
     * @param after events with greater versions only
     */
    Flux<BreakEvent> history(BreakId id, int after, int most);

    /**
     * Gives an open break an owner.
     *
     * @param owner {@code null}: nobody
     */
    Mono<DecisionOutcome> assign(BreakId id, int version, @Nullable String owner, String person);

    /**
     * Resolves an open break, or proposes it, if it is above the limit.
     *
     * @param posts whether what is left of the difference is posted; if not, it is explained by the reason
     */
    Mono<DecisionOutcome> resolve(BreakId id, int version, boolean posts, String person, String reason);

    /** A second person agrees to what was proposed, or not. */
    Mono<DecisionOutcome> answer(BreakId id, int version, boolean agrees, String person, String reason);

    /**
     * Has corrections posted that are decided, a bounded number.
     *
     * @return how many were posted; what could not be posted now is tried again by the next call
     */
    Mono<Long> postDecided();
}
