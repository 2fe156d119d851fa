package dev.refill.transfer.give;

import reactor.core.publisher.Mono;

import dev.refill.transfer.Caller;
import dev.refill.transfer.Transfer;
import dev.refill.transfer.TransferId;

/** The transfers and the books they move. All publishers are cold; a cancel gives up waiting and undoes nothing. */
public interface TransferStore {

    /**
     * Decides on a draft and keeps it, or finds what was kept under its id, together with others that come at the same time, in one
     * statement. Emits once; an error: it is not known what became of it.
     */
    Mono<Kept> keep(Draft draft);

    /** What this caller asked for and was given. Empty: there is no such transfer. */
    Mono<Transfer> find(Caller caller, TransferId id);
}
