package dev.refill.finance.bank;

import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.bank.camt.CamtPart;

/** Files and what they say. Everything is cold; each subscription is one autocommit statement. */
interface FileStore {

    /** Begins a file that is sent. */
    Mono<Void> begin(BankFileId id, String sender, Instant at);

    /** Keeps a chunk of a file that is being sent. */
    Mono<Void> keep(BankFileId id, Chunks.Chunk chunk);

    /** All chunks are kept. @return the file that they are; another one if it came before and is not refused, and then this one is gone */
    Mono<BankFileId> received(BankFileId id, Chunks.Sum sum);

    /** Removes a file that is being sent; nothing if it is not. */
    Mono<Void> discard(BankFileId id);

    /** Removes those that began to be sent before. @return how many */
    Mono<Long> discardBegunBefore(Instant before);

    /** Empty if there is none. */
    Mono<BankFile> find(BankFileId id);

    /** Files, the newest first. */
    Flux<BankFile> list(FileQuery query);

    /** What an imported file says of each statement, in the order of the file; of another one nothing. */
    Flux<StatementSums> statements(BankFileId id, int after, int most);

    /** What is received and not yet imported or refused, whoever is at it. */
    Mono<Backlog> backlog();

    /** Those that wait for an import and that no lease is on. */
    Flux<BankFileId> waiting(Instant now, int most);

    /**
     * Takes a file that waits for its import. Empty if it does not, or a lease is on it.
     *
     * @param reader the version of whoever reads it; what another one has kept is removed, and as long as that lasts it is not taken
     */
    Mono<Hold> take(BankFileId id, int reader, Instant now, Instant leasedUntil);

    /** @param number from 1 */
    Mono<byte[]> chunk(BankFileId id, int number);

    /** Keeps the next parts of a file and renews the lease. @return whether it still was ours; if not, nothing is kept */
    Mono<Boolean> keep(Hold hold, Batch batch, Instant leasedUntil);

    /** Makes a file's contents seen, all at once, unless one of its statements is known. */
    Mono<Completion> complete(Hold hold, CamtPart.Complete contents, Instant at);

    /** Refuses a file and removes what was kept of it, and its bytes. To be repeated as long as it says so. */
    Mono<Removal> refuse(Hold hold, BankFile.Refusal refusal, Instant at);

    /** Whether a file's contents can be seen. */
    sealed interface Completion {

        /** All of them. */
        record Imported() implements Completion {}

        /** Nothing has changed: a statement is imported already, or there twice. */
        record Duplicate(String reason) implements Completion {}

        /** The file was no longer ours; nothing has changed. */
        record Overtaken() implements Completion {}
    }

    /** How far a file is refused. */
    enum Removal {

        REFUSED,
        /** Some of what was kept is left. */
        AGAIN,
        /** The file was no longer ours; nothing has changed. */
        OVERTAKEN
    }

    /**
     * A file that is ours to import until the lease ends, or for as long as nobody takes it after that.
     *
     * @param fence the fencing token of this taking
     * @param parts kept before
     * @param chunks in all
     */
    record Hold(BankFileId id, long fence, long parts, int chunks) {}
}
