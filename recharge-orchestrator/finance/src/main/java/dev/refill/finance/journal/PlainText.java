package dev.refill.finance.journal;

/** Words of the ledger's callers, in which nothing means anything to a program that reads journals. */
final class PlainText {

    private PlainText() {}

    /** Letters, digits and a few marks of ASCII as they are, all else as an underscore. */
    static String of(String text) {
        return text.replaceAll("[^A-Za-z0-9 ._/:+-]", "_").replaceAll("  +", " ").strip();
    }
}
