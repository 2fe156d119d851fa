package dev.refill.finance.bank;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Files of bank statements. Everything is cold; a command emits exactly one outcome, and errors are faults of the database or of the sender. */
public interface BankFiles {

    /**
     * Keeps a file's bytes. Only when the last one is kept is it a file; if the sender fails or whoever waits is cancelled before, there is
     * none. Buffers are released.
     *
     * @param bytes subscribed once, and cancelled as soon as there are too many or it is seen that they are no statement
     * @param sender who sends it, as it is kept with it
     */
    Mono<ReceiveOutcome> receive(Publisher<DataBuffer> bytes, String sender);

    /**
     * Imports a file, or goes on where an import was broken off. May be repeated and broken off at any time, and tried by several at
     * once, of which one does it.
     */
    Mono<ImportOutcome> importFile(BankFileId id);

    /** A file. Empty if it is not known. */
    Mono<BankFile> find(BankFileId id);

    /** Files, the newest first. */
    Flux<BankFile> list(FileQuery query);

    /**
     * What an imported file says of each statement, in the order of the file. Empty of any other file.
     *
     * @param after the ordinal of a statement; 0: from the first
     * @param most how many
     */
    Flux<StatementSums> statements(BankFileId id, int after, int most);

    /** What is received and not yet imported or refused, whoever is at it. */
    Mono<Backlog> backlog();

    /** Received files that are not imported and that nobody is importing, the oldest first, a bounded number. */
    Flux<BankFileId> waiting();

    /** Removes what was begun to be sent long ago and never ended. @return how many */
    Mono<Long> discardAbandoned();
}
