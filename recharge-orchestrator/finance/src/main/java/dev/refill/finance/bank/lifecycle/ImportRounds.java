package dev.refill.finance.bank.lifecycle;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.bank.BankFileId;
import dev.refill.finance.bank.BankFiles;
import dev.refill.finance.bank.ImportOutcome;

/** Imports every file that waits, one after the other, again and again. A round that takes long leaves out those it overlaps. */
public final class ImportRounds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ImportRounds.class);

    private final BankFiles files;
    private final Duration every;
    private @Nullable Disposable work;

    public ImportRounds(BankFiles files, Duration every) {
        this.files = files;
        this.every = every;
    }

    @Override
    public synchronized void start() {
        if (work == null) {
            work = Flux.interval(every)
                    .onBackpressureDrop()
                    .concatMap(tick -> round().onErrorResume(ImportRounds::nextTime), 0)
                    .subscribe(done -> {}, error -> LOG.error("There are no more imports of bank files", error));
        }
    }

    /** What fails with one file does not keep others waiting. */
    Mono<Void> round() {
        return files.waiting()
                .concatMap(id -> importFile(id).onErrorResume(error -> putOff(id, error)), 1)
                .then(Mono.defer(files::discardAbandoned))
                .then();
    }

    private Mono<Void> importFile(BankFileId id) {
        return files.importFile(id).doOnNext(ImportRounds::report).then();
    }

    private static void report(ImportOutcome outcome) {
        switch (outcome) {
            case ImportOutcome.Imported(var file) ->
                LOG.info("Bank file {} is imported: {}", file.id(), file.contents());
            case ImportOutcome.Refused(var file) -> LOG.warn("Bank file {} is refused: {}", file.id(), file.refusal());
            case ImportOutcome.InProgress(var id) -> LOG.debug("Bank file {} is imported elsewhere", id);
            case ImportOutcome.NotReceived(var id) -> LOG.debug("Bank file {} is not there any more", id);
        }
    }

    private static Mono<Void> putOff(BankFileId id, Throwable error) {
        LOG.warn("The import of bank file {} is put off", id, error);
        return Mono.empty();
    }

    private static Mono<Void> nextTime(Throwable error) {
        LOG.warn("The imports of bank files are put off", error);
        return Mono.empty();
    }

    @Override
    public synchronized void stop() {
        if (work != null) {
            work.dispose();
            work = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return work != null;
    }
}
