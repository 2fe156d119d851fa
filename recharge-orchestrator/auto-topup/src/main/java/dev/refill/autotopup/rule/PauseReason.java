package dev.refill.autotopup.rule;

import java.util.Locale;

/** Why a rule is paused. */
public enum PauseReason {
    BY_REQUEST,
    /** Its card was declined twice in a row. */
    DECLINED_TWICE,
    /** Its card was declined for what will not pass. */
    CARD_REFUSED,
    /** Its card's provider does not know it any more. */
    CARD_GONE,
    /** The subscriber has removed its card, or it was found to be gone. */
    CARD_REMOVED;

    /** As the API says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
