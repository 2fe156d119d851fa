package dev.refill.recharge;

/** Why no order was made: a closed list with stable words for clients. */
public enum Refusal {
    /** Unknown, barred or closed: told alike, so that nobody learns who is a subscriber. */
    NUMBER_NOT_RECHARGEABLE,
    UNKNOWN_OFFER,
    PRICE_NOT_OFFERED,
    /** No gateway takes what it was to be paid by. */
    PAYMENT_METHOD_NOT_OFFERED,
    /** Each gateway that takes it is switched off. */
    NO_GATEWAY_NOW,
    /** The same number and price within a minute: the customer is asked whether it is meant. */
    REPEAT_NOT_CONFIRMED,
    TOO_MANY_FOR_NUMBER,
    TOO_MANY_FROM_CLIENT,
    /** The phone that was to pay was asked too often. */
    TOO_MANY_FOR_PAYER,
    AMOUNT_OVER_DAILY_LIMIT
}
