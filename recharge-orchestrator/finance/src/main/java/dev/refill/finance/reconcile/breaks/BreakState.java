package dev.refill.finance.reconcile.breaks;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a break is. */
public enum BreakState {
    /** Nobody has decided. */
    OPEN,
    /** Somebody has, and a second person has to agree. */
    PROPOSED,
    /** It is decided that a correction is posted, which is not done yet. */
    POSTING,
    /** It is explained or corrected, until lines come that say otherwise. */
    RESOLVED;

    /** As it is kept and shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty: there is no such state. */
    public static Optional<BreakState> parse(String word) {
        return Stream.of(values()).filter(state -> state.word().equals(word)).findFirst();
    }
}
