package dev.refill.autotopup.run;

import java.util.Locale;

import org.springframework.modulith.NamedInterface;

/** Where a run stands. */
@NamedInterface("runs")
public enum RunState {
    /** It is planned, or has just come up, or its card is tried again later. */
    WAITING,
    /** It is certain that its order is placed, if it is not already. */
    STARTING,
    /** Its order is placed, and goes on. */
    STARTED,
    /** The credit is there. */
    CREDITED,
    /** The card was declined, and is not tried again. */
    DECLINED,
    /** Its order ended without payment, because nobody confirmed it or it was cancelled. */
    UNPAID,
    /** A person decides on its order. */
    IN_REVIEW,
    /** Nothing was charged, and why is kept. */
    SKIPPED;

    /** As the API says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isTerminal() {
        return switch (this) {
            case CREDITED, DECLINED, UNPAID, IN_REVIEW, SKIPPED -> true;
            case WAITING, STARTING, STARTED -> false;
        };
    }
}
