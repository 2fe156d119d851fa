package dev.refill.recharge.refund;

import dev.refill.gateway.ProviderReference;

/**
 * The money goes, it is said, of a refund whose credit was never taken or is given back; or the provider tells of it under another id
 * than before, so that there are two. Nothing was changed.
 */
final class RefundContradicted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** As it stands, and stays. */
    private final transient Refund refund;

    RefundContradicted(Refund refund, RefundEvent event) {
        this(refund, event + " (expected: no money goes after " + refund.state() + ")");
    }

    RefundContradicted(Refund refund, RefundEvent event, ProviderReference told) {
        this(refund, event + " of " + told + " (expected: of " + refund.reference() + ")");
    }

    private RefundContradicted(Refund refund, String what) {
        super("refund " + refund.id() + ": " + what, null, false, false);
        this.refund = refund;
    }

    Refund refund() {
        return refund;
    }
}
