package dev.refill.finance.bank;

import java.time.Duration;

/** What became of bytes that were sent. */
public sealed interface ReceiveOutcome {

    /** They are kept, and are a file that is not known yet. It waits for its import. */
    record Received(BankFile file) implements ReceiveOutcome {}

    /** They are a file that came before and was not refused; nothing was kept again. */
    record AlreadyReceived(BankFile file) implements ReceiveOutcome {}

    /** There are more than may be; nothing was kept. */
    record TooLarge(long mostBytes) implements ReceiveOutcome {}

    /** They do not begin as a statement does; nothing was kept. */
    record NoStatement(BankFile.Refusal refusal) implements ReceiveOutcome {}

    /** The last one did not come in time; nothing was kept. */
    record TooSlow(Duration within) implements ReceiveOutcome {}

    /** As many files are being received as may be; none was read. */
    record Busy() implements ReceiveOutcome {}
}
