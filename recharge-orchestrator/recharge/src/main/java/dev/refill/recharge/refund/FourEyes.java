package dev.refill.recharge.refund;

import reactor.core.publisher.Mono;

/**
 * Whether a refund will need a second person. Then the first one has to be known, too: behind the name of a program there may
 * be anybody, the second person included.
 */
public final class FourEyes {

    private final RefundStore store;
    private final RefundTerms terms;

    public FourEyes(RefundStore store, RefundTerms terms) {
        this.store = store;
        this.terms = terms;
    }

    /** Exactly one answer; false for what will be refused anyway, as its order is not there or has changed. */
    public Mono<Boolean> areNeeded(RequestRefund.Command command) {
        return store.refundable(command.recharge())
                .map(of -> areNeeded(command, of))
                .defaultIfEmpty(false);
    }

    /** What the order's refunds will be in a version to come cannot be known, so that is as if it were above the limit. */
    private boolean areNeeded(RequestRefund.Command command, Refundable of) {
        return command.seen() > of.version()
                || (command.seen() == of.version() && terms.needsApproval(of, command.amount().minor()));
    }
}
