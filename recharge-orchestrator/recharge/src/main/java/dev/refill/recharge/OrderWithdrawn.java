package dev.refill.recharge;

/** No order of a rule is placed under this claim any more, or by its card. */
public final class OrderWithdrawn extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OrderWithdrawn(String claimId) {
        // Told by whoever withdrew it; its stack trace would say nothing.
        super(claimId + ": withdrawn, or its card was removed", null, false, false);
    }
}
