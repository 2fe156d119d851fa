package dev.refill.finance.reconcile.rule;

/** What is wrong with lines of one key: a closed list. */
public enum BreakClass {
    /** Both sides know it, in one currency, and not with the same amount. */
    AMOUNT("amount"),
    /** The amounts are the same, what the provider keeps of them is not. */
    FEE("fee"),
    /** The sides have it in different currencies. */
    CURRENCY("currency"),
    /** We have it, the other side does not. */
    MISSING_THERE("missing_there"),
    /** The other side has it, we do not. */
    MISSING_HERE("missing_here"),
    /** One side has the same more often than the other. */
    DUPLICATE("duplicate"),
    /** The same on both sides, on different days. */
    CUT_OFF("cut_off"),
    /** The sides agree in sum and are cut into different parts: one for several, or several for one. */
    SPLIT("split"),
    /** Nothing can be said: too many lines, or several currencies on each side. */
    UNMATCHED("unmatched");

    private final String word;

    BreakClass(String word) {
        this.word = word;
    }

    /** As it is kept and shown. */
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException if there is no such class */
    public static BreakClass of(String word) {
        for (BreakClass one : values()) {
            if (one.word.equals(word)) {
                return one;
            }
        }
        throw new IllegalArgumentException("class: " + word + " (expected: a class of breaks)");
    }
}
