package dev.refill.finance.bank.lifecycle;

import java.time.Clock;
import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
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

/**
 * Imports every file that waits, one after the other, again and again. A round that takes long leaves out those it overlaps. Each file is
 * imported by one node at a time, which a lease of its own sees to; nodes that start together look at different moments.
 */
public final class ImportRounds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ImportRounds.class);

    private final BankFiles files;
    private final Duration every;
    private final Duration first;
    private final ImportMeters meters;
    private @Nullable Disposable work;

    /** @param first when it looks for the first time */
    public ImportRounds(BankFiles files, Duration first, Duration every, Clock clock, MeterRegistry meters) {
        this.files = files;
        this.first = first;
        this.every = every;
        this.meters = new ImportMeters(clock, meters);
    }

    @Override
    public synchronized void start() {
        if (work == null) {
            work = Flux.interval(first, every)
                    .onBackpressureDrop()
                    .concatMap(tick -> round().onErrorResume(ImportRounds::nextTime), 0)
                    .subscribe(done -> {}, error -> LOG.error("There are no more imports of bank files", error));
        }
    }

    /** What fails with one file does not keep others waiting. */
    Mono<Void> round() {
        return count()
                .thenMany(Flux.defer(files::waiting))
                .concatMap(id -> importFile(id).onErrorResume(error -> putOff(id, error)), 1)
                .then(Mono.defer(files::discardAbandoned))
                .then(count());
    }

    private Mono<Void> count() {
        return Mono.defer(files::backlog).doOnNext(meters::show).then();
    }

    private Mono<Void> importFile(BankFileId id) {
        return files.importFile(id).doOnNext(this::report).then();
    }

    private void report(ImportOutcome outcome) {
        switch (outcome) {
            case ImportOutcome.Imported(var file) -> {
                meters.imported();
                LOG.info("Bank file {} is imported: {}", file.id(), file.contents());
            }
            case ImportOutcome.Refused(var file) -> {
                meters.refused();
                LOG.warn("Bank file {} is refused: {}", file.id(), file.refusal());
            }
            case ImportOutcome.InProgress(var id) -> LOG.debug("Bank file {} is imported elsewhere", id);
            case ImportOutcome.NotReceived(var id) -> LOG.debug("Bank file {} is not there any more", id);
        }
    }

    private Mono<Void> putOff(BankFileId id, Throwable error) {
        meters.failed();
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
