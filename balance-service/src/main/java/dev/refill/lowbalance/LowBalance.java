package dev.refill.lowbalance;

import reactor.core.publisher.Mono;

/**
 * Marks below which a subscriber's own credit is low: the main bucket and what was bought and ends, not allowances, and nothing that
 * sessions hold. All publishers are cold.
 */
public interface LowBalance {

    /**
     * Sets a mark, or sets it anew if this is a later revision: from then on it may be crossed. Credit that is low already crosses it at
     * once, unless it has crossed it before and the mark has only come to be the same or lower. Safe to repeat. Completes empty; an error, or a cancel: it is not known, repeat.
     */
    Mono<Void> watch(LowMark mark);

    /** Takes a mark away, unless it was set by a later revision. Safe to repeat. Completes empty. */
    Mono<Void> unwatch(LowMark mark);

    /** Whether the credit is below the mark now. Emits once. */
    Mono<Boolean> isLow(LowMark mark);
}
