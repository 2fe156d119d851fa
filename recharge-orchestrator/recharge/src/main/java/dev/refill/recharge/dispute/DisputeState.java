package dev.refill.recharge.dispute;

/** Where a dispute stands. Which state follows which is in {@link DisputeTransitions} and nowhere else. */
public enum DisputeState {
    /** The customer's bank asks. No money has moved. */
    ASKED,
    /** It ended in our favour before any money moved, as far as we know. */
    DISMISSED,
    /** The money was withdrawn: what is unspent of its credit is frozen, the rest is owed. */
    OPENED,
    /** We have won, and the money is not back yet. */
    AWAITING_FUNDS,
    /** The money is back, and the credit with the subscriber. */
    WON,
    /** The money is gone, and the credit with it. */
    LOST;

    /** Whether nothing is outstanding. */
    public boolean isTerminal() {
        return switch (this) {
            case DISMISSED, WON, LOST -> true;
            case ASKED, OPENED, AWAITING_FUNDS -> false;
        };
    }
}
