package dev.refill.recharge.refund;

/** Somebody else changed the refund since it was read: read it again and decide anew. */
public final class RefundOvertaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefundOvertaken(RefundId id) {
        super(id + " was changed by somebody else meanwhile", null, false, false);
    }
}
