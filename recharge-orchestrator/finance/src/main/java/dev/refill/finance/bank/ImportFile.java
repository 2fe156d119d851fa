package dev.refill.finance.bank;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

import dev.refill.finance.bank.FileStore.Completion;
import dev.refill.finance.bank.FileStore.Removal;
import dev.refill.finance.bank.ImportOutcome.Imported;
import dev.refill.finance.bank.ImportOutcome.InProgress;
import dev.refill.finance.bank.ImportOutcome.NotReceived;
import dev.refill.finance.bank.ImportOutcome.Refused;
import dev.refill.finance.bank.camt.CamtLimits;
import dev.refill.finance.bank.camt.CamtPart;
import dev.refill.finance.bank.camt.CamtRefusal;

/**
 * Reads a received file and keeps what it says, batch by batch, each by one statement that also says how far it is. Whoever dies on the way
 * leaves a number of whole batches that nobody sees; whoever goes on reads over them.
 */
final class ImportFile {

    /** Enough to have the next chunk while one is read. */
    private static final int CHUNKS_AHEAD = 2;
    /** Each removes thousands of rows; the largest file has a few hundred thousand. */
    private static final int MOST_REMOVALS = 1_000;

    private final FileStore store;
    private final Clock clock;
    private final CamtLimits limits;
    private final int batch;
    private final Duration lease;
    private final Scheduler readers;
    private final int reader;

    /**
     * @param readers threads that may block until a chunk is there
     * @param reader the version of what reads files
     */
    ImportFile(FileStore store, Clock clock, CamtLimits limits, int batch, Duration lease, Scheduler readers,
            int reader) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.batch = batch;
        this.lease = lease;
        this.readers = readers;
        this.reader = reader;
    }

    Mono<ImportOutcome> run(BankFileId id) {
        return Mono.defer(() -> store.take(id, reader, clock.instant(), leasedUntil()))
                .flatMap(this::keepAll)
                .then(Mono.defer(() -> outcome(id)));
    }

    private Instant leasedUntil() {
        return clock.instant().plus(lease);
    }

    /** Reads no further than what is kept, so that whoever is overtaken has nothing in hand. */
    private Mono<Void> keepAll(FileStore.Hold hold) {
        return Flux
                .using(() -> new BatchReader(open(hold), limits, hold.parts(), batch), this::read, BatchReader::close)
                .subscribeOn(readers)
                .concatMap(next -> keep(hold, next), 0)
                .takeWhile(ours -> ours)
                .then();
    }

    private Flux<Batch> read(BatchReader reader) {
        return Flux.generate(sink -> read(reader, sink));
    }

    private static void read(BatchReader reader, SynchronousSink<Batch> sink) {
        Batch next = reader.next();
        sink.next(next);
        if (next.last() != null) {
            sink.complete();
        }
    }

    private InputStream open(FileStore.Hold hold) {
        Flux<DataBuffer> chunks = Flux.range(1, hold.chunks())
                .concatMap(number -> store.chunk(hold.id(), number), 0)
                .map(DefaultDataBufferFactory.sharedInstance::wrap);
        return DataBufferUtils.subscriberInputStream(chunks, CHUNKS_AHEAD);
    }

    /**
     * A batch in which nothing is new renews the lease.
     *
     * @return whether the file is still ours
     */
    private Mono<Boolean> keep(FileStore.Hold hold, Batch next) {
        CamtPart last = next.last();
        Mono<Boolean> kept = next.size() == 0 && last != null
                ? Mono.just(true)
                : store.keep(hold, next, leasedUntil());
        return last == null ? kept : kept.flatMap(ours -> ours ? end(hold, last) : Mono.just(false));
    }

    private Mono<Boolean> end(FileStore.Hold hold, CamtPart last) {
        return switch (last) {
            case CamtPart.Complete complete -> complete(hold, complete);
            case CamtPart.Refused(CamtRefusal refusal) -> refuse(hold, BankFile.Refusal.of(refusal));
            case CamtPart.Header other -> throw noEnd(other);
            case CamtPart.Statement other -> throw noEnd(other);
            case CamtPart.Transaction other -> throw noEnd(other);
            case CamtPart.Entry other -> throw noEnd(other);
            case CamtPart.StatementEnd other -> throw noEnd(other);
        };
    }

    private Mono<Boolean> complete(FileStore.Hold hold, CamtPart.Complete contents) {
        return store.complete(hold, contents, clock.instant()).flatMap(completion -> switch (completion) {
            case Completion.Imported() -> Mono.just(true);
            case Completion.Duplicate(String reason) -> refuse(hold, new BankFile.Refusal(reason, null, null));
            case Completion.Overtaken() -> Mono.just(false);
        });
    }

    private Mono<Boolean> refuse(FileStore.Hold hold, BankFile.Refusal refusal) {
        return Mono.defer(() -> store.refuse(hold, refusal, clock.instant()))
                .filter(removal -> removal != Removal.AGAIN)
                .repeatWhenEmpty(MOST_REMOVALS, again -> again)
                .map(removal -> removal == Removal.REFUSED);
    }

    private static IllegalArgumentException noEnd(CamtPart part) {
        return new IllegalArgumentException("last: " + part + " (expected: the last part of a file)");
    }

    private Mono<ImportOutcome> outcome(BankFileId id) {
        return store.find(id).map(ImportFile::outcome).defaultIfEmpty(new NotReceived(id));
    }

    private static ImportOutcome outcome(BankFile file) {
        return switch (file.state()) {
            case RECEIVING -> new NotReceived(file.id());
            case IMPORTING -> new InProgress(file.id());
            case IMPORTED -> new Imported(file);
            case REFUSED -> new Refused(file);
        };
    }
}
