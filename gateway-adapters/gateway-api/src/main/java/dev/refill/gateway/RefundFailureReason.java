package dev.refill.gateway;

/** Why an accepted refund failed: a closed list that every provider's codes are mapped to, once, in its adapter. */
public enum RefundFailureReason {
    /** The card was lost, expired or closed: the customer has to be paid in another way. */
    CARD_GONE,
    /** The customer's bank did not take it. */
    REFUSED_BY_BANK,
    /** The payment was disputed meanwhile: the customer gets the money by the dispute, if at all. */
    PAYMENT_DISPUTED,
    /** Our own balance at the provider was too low. */
    OUR_BALANCE_TOO_LOW,
    /** Somebody on our side cancelled it at the provider. */
    CANCELLED,
    /** A code we do not know, or none: a failure all the same; the raw code is kept. */
    OTHER
}
