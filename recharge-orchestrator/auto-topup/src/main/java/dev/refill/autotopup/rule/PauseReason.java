package dev.refill.autotopup.rule;

import java.util.Locale;

/** Why a rule is paused. */
public enum PauseReason {
    BY_REQUEST,
    /** Its card was declined twice in a row. */
    DECLINED_TWICE,
    /** Its card was declined for what will not pass. */
    CARD_REFUSED,
    /** The subscriber has removed its card. */
    CARD_REMOVED;

    /** As the API says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
