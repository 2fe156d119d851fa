package dev.refill.transfer.give;

import dev.refill.transfer.Transfer;
import dev.refill.transfer.TransferOutcome;
import dev.refill.transfer.TransferRequest;

/**
 * The first request under an id, and what it came to.
 *
 * @param transfer as it was asked for, given or not
 */
public record Kept(Transfer transfer, TransferOutcome outcome) {

    /** What a request under this id is told. */
    TransferOutcome answerTo(TransferRequest request) {
        boolean same = request.from().equals(transfer.from()) && request.to().equals(transfer.to())
                && request.amount().equals(transfer.amount());
        return same ? outcome : new TransferOutcome.KeyReused();
    }
}
