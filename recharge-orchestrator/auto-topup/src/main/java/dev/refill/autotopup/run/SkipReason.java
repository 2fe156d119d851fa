package dev.refill.autotopup.run;

import java.util.Locale;
import java.util.Optional;

import org.springframework.modulith.NamedInterface;

import dev.refill.recharge.Refusal;

/** Why a run charged nothing. */
@NamedInterface("runs")
public enum SkipReason {
    /** Its rule is paused or cancelled. */
    RULE_NOT_ACTIVE,
    /** Its rule has another schedule or price since it was planned, or is another one since it was certain to charge. */
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
    /** The subscriber has removed the card. */
    CARD_REMOVED,
    /** It is of a schedule, and its time is long past. */
    TOO_LATE,
    /** Risk objects. */
    RISK,
    /** The order could not be placed for too long after it was decided on: there was no node, or no gateway. */
    INTERRUPTED;

    /** As the API says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty: no order was made, and it may be placed later. */
    static Optional<SkipReason> of(Refusal refusal) {
        return switch (refusal) {
            case NUMBER_NOT_RECHARGEABLE -> Optional.of(SUBSCRIBER_NOT_ACTIVE);
            case UNKNOWN_OFFER, PRICE_NOT_OFFERED -> Optional.of(NOT_OFFERED);
            case PAYMENT_METHOD_NOT_OFFERED -> Optional.of(CARD_NOT_TAKEN);
            case REPEAT_NOT_CONFIRMED, TOO_MANY_FOR_NUMBER, AMOUNT_OVER_DAILY_LIMIT -> Optional.of(RISK);
            case TOO_MANY_FROM_CLIENT, TOO_MANY_FOR_PAYER, NO_GATEWAY_NOW -> Optional.empty();
        };
    }
}
