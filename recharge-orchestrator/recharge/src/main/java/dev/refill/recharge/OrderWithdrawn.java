package dev.refill.recharge;

/** No order of a rule is placed under this claim any more, or by its card. */
public final class OrderWithdrawn extends RuntimeException {

    public OrderWithdrawn(String claimId) {
        super(claimId + ": withdrawn, or its card was removed");
    }
}
