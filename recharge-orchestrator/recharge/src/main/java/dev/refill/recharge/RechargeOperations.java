package dev.refill.recharge;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The orders as those use them who look after them. What a person does is kept with who, what, why and when. All publishers
 * are cold; a cancel gives up waiting and nothing else.
 */
public interface RechargeOperations {

    /**
     * The orders that rest in a state, the oldest order first.
     *
     * @param state one that is not ended, or {@code IN_REVIEW}
     * @param after the last one of the page before; {@code null}: from the oldest
     * @param limit 1 to 200
     */
    Flux<RestingOrder> list(RechargeState state, @Nullable RechargeId after, int limit);

    /** How many orders rest in each state that {@link #list} takes; a state without any is missing. */
    Flux<RestingCount> counts();

    /** An order with its evidence. Empty: no such order. */
    Mono<OrderFile> find(RechargeId id);

    /**
     * Asks the provider now, keeps what it said with the person who asked, and applies it as any news of the payment. An
     * order in review stays there: only a decision leads out.
     *
     * @return empty: no such order
     */
    Mono<LookedUp> lookUp(RechargeId id, String person);

    /**
     * Decides what becomes of an order in review. The provider is asked at that moment, and what would contradict it, or the
     * books, is refused.
     *
     * @param version of the order as the person saw it
     * @param person who decides, 1 to 255 characters
     * @param reason why, 1 to 500 characters
     * @return empty: no such order
     */
    Mono<DecisionOutcome> decide(RechargeId id, long version, Decision decision, String person, String reason);
}
