package dev.refill.sandbox.stripe.payment;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.RefundStatus;

/** What follows on a payment by some test cards: how their refunds go, and whether their banks want the money back. */
public enum Aftermath {
    NOTHING(RefundStatus.SUCCEEDED, null, null),
    REFUND_SUCCEEDS_LATER(RefundStatus.PENDING, RefundStatus.SUCCEEDED, null),
    REFUND_FAILS_LATER(RefundStatus.SUCCEEDED, RefundStatus.FAILED, null),
    DISPUTED_AS_FRAUDULENT(RefundStatus.SUCCEEDED, null, "fraudulent"),
    DISPUTED_AS_NOT_RECEIVED(RefundStatus.SUCCEEDED, null, "product_not_received");

    private final RefundStatus ofRefund;
    private final @Nullable RefundStatus thenOfRefund;
    private final @Nullable String dispute;

    Aftermath(RefundStatus ofRefund, @Nullable RefundStatus thenOfRefund, @Nullable String dispute) {
        this.ofRefund = ofRefund;
        this.thenOfRefund = thenOfRefund;
        this.dispute = dispute;
    }

    public RefundStatus ofRefund() {
        return ofRefund;
    }

    /** What a refund becomes by itself; null when it stays as it is. */
    public @Nullable RefundStatus thenOfRefund() {
        return thenOfRefund;
    }

    /** Stripe's word for why the bank wants the money back; null when it does not. */
    @Nullable
    String dispute() {
        return dispute;
    }
}
