package dev.refill.finance.bank;

import java.time.Clock;
import java.time.Duration;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hands on to the operations. */
final class R2dbcBankFiles implements BankFiles {

    private static final int MOST_WAITING = 100;

    private final FileStore store;
    private final ReceiveFile receive;
    private final ImportFile run;
    private final Clock clock;
    private final Duration abandonedAfter;

    R2dbcBankFiles(FileStore store, ReceiveFile receive, ImportFile run, Clock clock, Duration abandonedAfter) {
        this.store = store;
        this.receive = receive;
        this.run = run;
        this.clock = clock;
        this.abandonedAfter = abandonedAfter;
    }

    @Override
    public Mono<ReceiveOutcome> receive(Publisher<DataBuffer> bytes, String sender) {
        return receive.receive(bytes, sender);
    }

    @Override
    public Mono<ImportOutcome> importFile(BankFileId id) {
        return run.run(id);
    }

    @Override
    public Mono<BankFile> find(BankFileId id) {
        return store.find(id);
    }

    @Override
    public Flux<BankFile> list(FileQuery query) {
        return store.list(query);
    }

    @Override
    public Flux<StatementSums> statements(BankFileId id, int after, int most) {
        return store.statements(id, after, most);
    }

    @Override
    public Mono<Backlog> backlog() {
        return store.backlog();
    }

    @Override
    public Flux<BankFileId> waiting() {
        return Flux.defer(() -> store.waiting(clock.instant(), MOST_WAITING));
    }

    @Override
    public Mono<Long> discardAbandoned() {
        return Mono.defer(() -> store.discardBegunBefore(clock.instant().minus(abandonedAfter)));
    }
}
