package dev.refill.finance.bank;

/** What became of bytes that were sent. */
public sealed interface ReceiveOutcome {

    /** They are kept, and are a file that is not known yet. It waits for its import. */
    record Received(BankFile file) implements ReceiveOutcome {}

    /** They are a file that came before, whatever became of that; nothing was kept again. */
    record AlreadyReceived(BankFile file) implements ReceiveOutcome {}

    /** There are more than may be; nothing was kept. */
    record TooLarge(long mostBytes) implements ReceiveOutcome {}
}
