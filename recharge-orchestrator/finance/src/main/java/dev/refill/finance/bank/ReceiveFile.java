package dev.refill.finance.bank;

import java.io.Serial;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.bank.ReceiveOutcome.AlreadyReceived;
import dev.refill.finance.bank.ReceiveOutcome.Busy;
import dev.refill.finance.bank.ReceiveOutcome.NoStatement;
import dev.refill.finance.bank.ReceiveOutcome.Received;
import dev.refill.finance.bank.ReceiveOutcome.TooLarge;
import dev.refill.finance.bank.ReceiveOutcome.TooSlow;
import dev.refill.finance.bank.camt.CamtLimits;

/** Keeps the bytes of a file, chunk by chunk as they come. */
final class ReceiveFile {

    private final FileStore store;
    private final BankFileIds ids;
    private final Clock clock;
    private final CamtLimits limits;
    private final Duration within;
    private final Semaphore places;

    /**
     * @param within how long a file may take to come
     * @param atOnce how many may come at a time
     */
    ReceiveFile(FileStore store, BankFileIds ids, Clock clock, CamtLimits limits, Duration within, int atOnce) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.limits = limits;
        this.within = within;
        this.places = new Semaphore(atOnce);
    }

    Mono<ReceiveOutcome> receive(Publisher<DataBuffer> bytes, String sender) {
        return Mono.defer(() -> places.tryAcquire()
                ? receive(ids.next(), bytes, sender).doFinally(ended -> places.release())
                : Mono.just(new Busy()));
    }

    /** What was kept of it is removed if it comes to no end, also if nobody waits for that any more. */
    private Mono<ReceiveOutcome> receive(BankFileId id, Publisher<DataBuffer> bytes, String sender) {
        return Mono.usingWhen(store.begin(id, sender, clock.instant()).thenReturn(id),
                begun -> keepAll(begun, new Chunks(limits.bytes()), bytes),
                begun -> Mono.empty(),
                (begun, fault) -> store.discard(begun).onErrorComplete(),
                begun -> store.discard(begun).onErrorComplete())
                .onErrorResume(BrokenOff.class, brokenOff -> Mono.just(brokenOff.outcome));
    }

    private Mono<ReceiveOutcome> keepAll(BankFileId id, Chunks chunks, Publisher<DataBuffer> bytes) {
        return chunks(chunks, inTime(bytes))
                .concatMap(chunk -> keep(id, chunk), 1)
                .then(Mono.defer(() -> end(id, chunks)));
    }

    private Flux<DataBuffer> inTime(Publisher<DataBuffer> bytes) {
        return Flux.from(bytes)
                .takeUntilOther(Mono.delay(within).then(Mono.error(() -> new BrokenOff(new TooSlow(within)))));
    }

    private static Flux<Chunks.Chunk> chunks(Chunks chunks, Flux<DataBuffer> bytes) {
        return bytes
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .map(chunks::add)
                .takeUntil(added -> chunks.isTooLarge())
                .concatWith(Mono.fromSupplier(chunks::rest))
                .concatMapIterable(added -> added, 1);
    }

    private Mono<Void> keep(BankFileId id, Chunks.Chunk chunk) {
        return Mono.justOrEmpty(chunk)
                .filter(first -> first.number() == 1)
                .flatMap(first -> Mono
                        .justOrEmpty(FileHead.refusal(first, first.content().length < Chunks.SIZE, limits)))
                .flatMap(refusal -> Mono.<Void>error(new BrokenOff(new NoStatement(refusal))))
                .then(Mono.defer(() -> store.keep(id, chunk)));
    }

    private Mono<ReceiveOutcome> end(BankFileId id, Chunks chunks) {
        if (chunks.isTooLarge()) {
            return Mono.error(new BrokenOff(new TooLarge(limits.bytes())));
        }
        Chunks.Sum sum = chunks.sum();
        return sum.bytes() == 0
                ? Mono.error(new BrokenOff(new NoStatement(new BankFile.Refusal("The file is empty", null, null))))
                : store.received(id, sum).flatMap(known -> outcome(id, known));
    }

    private Mono<ReceiveOutcome> outcome(BankFileId id, BankFileId known) {
        return store.find(known).map(file -> known.equals(id) ? new Received(file) : new AlreadyReceived(file));
    }

    /** Goes the way of a fault, so that nothing more is read and what was kept is removed, and ends as an outcome. */
    private static final class BrokenOff extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient ReceiveOutcome outcome;

        BrokenOff(ReceiveOutcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }
}
