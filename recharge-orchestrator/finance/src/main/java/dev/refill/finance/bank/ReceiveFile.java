package dev.refill.finance.bank;

import java.time.Clock;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.bank.ReceiveOutcome.AlreadyReceived;
import dev.refill.finance.bank.ReceiveOutcome.Received;
import dev.refill.finance.bank.ReceiveOutcome.TooLarge;

/** Keeps the bytes of a file, chunk by chunk as they come. */
final class ReceiveFile {

    private final FileStore store;
    private final BankFileIds ids;
    private final Clock clock;
    private final long most;

    /** @param most bytes of a file */
    ReceiveFile(FileStore store, BankFileIds ids, Clock clock, long most) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.most = most;
    }

    Mono<ReceiveOutcome> receive(Publisher<DataBuffer> bytes) {
        return Mono.defer(() -> receive(ids.next(), new Chunks(most), bytes));
    }

    private Mono<ReceiveOutcome> receive(BankFileId id, Chunks chunks, Publisher<DataBuffer> bytes) {
        return store.begin(id, clock.instant())
                .thenMany(chunks(chunks, bytes))
                .concatMap(chunk -> store.keep(id, chunk), 1)
                .then(Mono.defer(() -> end(id, chunks)))
                .onErrorResume(fault -> store.discard(id).onErrorComplete().then(Mono.error(fault)));
    }

    private static Flux<Chunks.Chunk> chunks(Chunks chunks, Publisher<DataBuffer> bytes) {
        return Flux.from(bytes)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .map(chunks::add)
                .takeUntil(added -> chunks.isTooLarge())
                .concatWith(Mono.fromSupplier(chunks::rest))
                .concatMapIterable(added -> added, 1);
    }

    private Mono<ReceiveOutcome> end(BankFileId id, Chunks chunks) {
        return chunks.isTooLarge()
                ? store.discard(id).thenReturn(new TooLarge(most))
                : store.received(id, chunks.sum()).flatMap(known -> outcome(id, known));
    }

    private Mono<ReceiveOutcome> outcome(BankFileId id, BankFileId known) {
        return store.find(known).map(file -> known.equals(id) ? new Received(file) : new AlreadyReceived(file));
    }
}
