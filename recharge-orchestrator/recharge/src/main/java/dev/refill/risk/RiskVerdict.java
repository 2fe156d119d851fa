package dev.refill.risk;

/** What a policy says, the weakest objection first. */
public enum RiskVerdict {
    PASS,
    /** Ask the customer whether the repetition is meant. */
    CONFIRM_REPEAT,
    TOO_MANY_FOR_NUMBER,
    AMOUNT_OVER_DAILY_LIMIT
}
