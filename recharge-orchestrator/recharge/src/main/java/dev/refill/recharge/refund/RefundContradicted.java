package dev.refill.recharge.refund;

/** The money goes, it is said, of a refund whose credit was never taken or is given back. Nothing was changed. */
final class RefundContradicted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** As it stands, and stays. */
    private final transient Refund refund;

    RefundContradicted(Refund refund, RefundEvent event) {
        super("refund " + refund.id() + ": " + event + " (expected: no money goes after " + refund.state() + ")", null,
                false, false);
        this.refund = refund;
    }

    Refund refund() {
        return refund;
    }
}
