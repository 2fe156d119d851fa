package dev.refill.recharge.refund;

/** What a person found at the provider of a refund of which nothing was told here. */
public enum Verdict {
    /** The money went, or is sure to go. */
    SUCCEEDED(RefundEvent.SUCCESS_DECIDED),
    /** The money did not go and will not: the credit is given back. */
    FAILED(RefundEvent.FAILURE_DECIDED);

    private final RefundEvent event;

    Verdict(RefundEvent event) {
        this.event = event;
    }

    RefundEvent event() {
        return event;
    }

    /** Whether a refund that stands so is what the verdict says. */
    boolean isBorneOutBy(RefundState state) {
        return switch (this) {
            case SUCCEEDED -> state == RefundState.SUCCEEDED;
            case FAILED -> state == RefundState.GIVING_BACK || state == RefundState.FAILED;
        };
    }
}
