package dev.refill.autotopup.rule;

import java.util.Locale;

/** What a rule does. */
public enum RuleState {
    /** It recharges. */
    ACTIVE,
    /** It does not, until it is resumed. */
    PAUSED,
    /** Never again. */
    CANCELLED;

    /** As the API says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
