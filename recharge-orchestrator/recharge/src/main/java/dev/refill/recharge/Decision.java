package dev.refill.recharge;

/** How a person leads an order out of review. */
public enum Decision {
    /** It is credited: only if the provider says, or where it cannot be asked has told, that exactly what was ordered is captured. */
    CREDIT,
    /**
     * It ends without credit: unpaid, only if the provider says that nothing was paid and nothing can be, or cannot be asked; or
     * returned, only if all that was captured has gone back for good.
     */
    CLOSE,
    /** It is found out further, as an order of unknown outcome: only if nothing is known to be captured. */
    RESUME
}
