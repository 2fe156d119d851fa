package dev.refill.finance.bank;

/** What became of a file. */
public sealed interface ImportOutcome {

    /** All that it says can be seen; it was so before, if it was imported before. */
    record Imported(BankFile file) implements ImportOutcome {}

    /** Nothing of it is taken. Whoever sends its bytes again sends another file. */
    record Refused(BankFile file) implements ImportOutcome {}

    /** Somebody else imports it, or did until a moment ago: ask again. */
    record InProgress(BankFileId id) implements ImportOutcome {}

    /** There is no such file, or its bytes are not all there. */
    record NotReceived(BankFileId id) implements ImportOutcome {}
}
