package dev.refill.autotopup.run;

import java.util.Locale;

import dev.refill.recharge.Refusal;

/** Why a run charged nothing. */
public enum SkipReason {
    /** Its rule is paused or cancelled. */
    RULE_NOT_ACTIVE,
    /** Its rule has another schedule or price since it was planned. */
    RULE_CHANGED,
    /** The subscriber is frozen, barred or closed. */
    SUBSCRIBER_NOT_ACTIVE,
    /** The subscriber owes credit whose payment went back. */
    IN_DEBT,
    /** The credit is not low any more. */
    BALANCE_RESTORED,
    /** The rule has recharged as often, or as much, as it may. */
    LIMIT_REACHED,
    /** The offer is not on sale, or not at that price. */
    NOT_OFFERED,
    /** The gateway of new orders takes no kept cards. */
    CARD_NOT_TAKEN,
    /** Risk objects. */
    RISK,
    /** All nodes were away for too long between the decision and the order. */
    INTERRUPTED;

    /** As the API says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SkipReason of(Refusal refusal) {
        return switch (refusal) {
            case NUMBER_NOT_RECHARGEABLE -> SUBSCRIBER_NOT_ACTIVE;
            case UNKNOWN_OFFER, PRICE_NOT_OFFERED -> NOT_OFFERED;
            case PAYMENT_METHOD_NOT_OFFERED -> CARD_NOT_TAKEN;
            case REPEAT_NOT_CONFIRMED, TOO_MANY_FOR_NUMBER, TOO_MANY_FROM_CLIENT, AMOUNT_OVER_DAILY_LIMIT -> RISK;
        };
    }
}
