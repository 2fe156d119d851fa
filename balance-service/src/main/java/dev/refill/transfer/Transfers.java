package dev.refill.transfer;

import reactor.core.publisher.Mono;

/** Credit from subscriber to subscriber. All publishers are cold; a cancel gives up waiting and undoes nothing. */
public interface Transfers {

    /**
     * Moves the amount from one main bucket to another, and the fee on top of it out of the sender's: all of it or nothing, in
     * one statement. The same key again is answered as the first time, a refusal too, and moves nothing. Emits one outcome; an
     * error means that it is not known, and the caller repeats with the same key.
     */
    Mono<TransferOutcome> give(TransferRequest request);

    /** A transfer that this caller asked for. Empty: there is none, or it was refused. */
    Mono<Transfer> find(Caller caller, TransferId id);
}
