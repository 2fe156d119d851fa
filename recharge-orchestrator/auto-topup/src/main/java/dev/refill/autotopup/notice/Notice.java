package dev.refill.autotopup.notice;

import java.util.Locale;

/**
 * Something that is to be told.
 *
 * @param id that of the event, the same whenever it is made
 * @param data a JSON object: what the type's schema says
 */
public record Notice(String id, Kind kind, String data) {

    /** What there is to be told. */
    public enum Kind {
        /** A schedule recharges soon. */
        UPCOMING,
        /** It is about to charge. */
        STARTED,
        /** The card's bank wants the subscriber to confirm. */
        ACTION_REQUIRED,
        /** The card was declined. */
        DECLINED,
        /** Nothing was charged. */
        SKIPPED,
        /** The rule is paused. */
        PAUSED,
        /** The rule is cancelled. */
        CANCELLED;

        /** The type of the event. */
        public String word() {
            return "auto_topup." + name().toLowerCase(Locale.ROOT);
        }
    }
}
