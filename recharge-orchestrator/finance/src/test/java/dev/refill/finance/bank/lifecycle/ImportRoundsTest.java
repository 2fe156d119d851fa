package dev.refill.finance.bank.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.finance.bank.Backlog;
import dev.refill.finance.bank.BankFile;
import dev.refill.finance.bank.BankFileId;
import dev.refill.finance.bank.BankFiles;
import dev.refill.finance.bank.FileQuery;
import dev.refill.finance.bank.ImportOutcome;
import dev.refill.finance.bank.ReceiveOutcome;
import dev.refill.finance.bank.StatementSums;

import static org.assertj.core.api.Assertions.assertThat;

class ImportRoundsTest {

    private static final BankFileId FIRST = new BankFileId("bkf_00000000000000000000000001");
    private static final BankFileId SECOND = new BankFileId("bkf_00000000000000000000000002");

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Waiting files = new Waiting();
    private final ImportRounds rounds = new ImportRounds(files, Duration.ZERO, Duration.ofMillis(1),
            Clock.fixed(NOW, ZoneOffset.UTC), meters);

    @Test
    void roundWhenOneFileFailsThenTheOthersAreImportedAndOldOnesRemoved() {
        rounds.round().as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(10));

        assertThat(files.tried).containsExactly(FIRST, SECOND);
        assertThat(files.discards).isEqualTo(1);
        assertThat(meters.get("refill.bank.imports").tag("outcome", "failed").counter().count()).isEqualTo(1);
        assertThat(meters.get("refill.bank.waiting").gauge().value()).isEqualTo(2);
        assertThat(meters.get("refill.bank.oldest").timeGauge().value(TimeUnit.SECONDS)).isEqualTo(60);
    }

    @Test
    void startWhenARoundFailsThenThereIsAnotherUntilStopped() {
        files.broken = true;
        rounds.start();
        rounds.start();
        assertThat(rounds.isRunning()).isTrue();
        Mono.fromSupplier(files.asked::get)
                .filter(asked -> asked >= 3)
                .repeatWhenEmpty(1_000, again -> again.delayElements(Duration.ofMillis(5)))
                .block(Duration.ofSeconds(10));

        rounds.stop();

        assertThat(rounds.isRunning()).isFalse();
    }

    /** Two files, the first of which cannot be imported just now. */
    private static final class Waiting implements BankFiles {

        private final List<BankFileId> tried = new ArrayList<>();
        private volatile boolean broken;
        private final AtomicInteger asked = new AtomicInteger();
        private int discards;

        @Override
        public Flux<BankFileId> waiting() {
            asked.incrementAndGet();
            return broken ? Flux.error(new IllegalStateException("no connection")) : Flux.just(FIRST, SECOND);
        }

        @Override
        public Mono<ImportOutcome> importFile(BankFileId id) {
            tried.add(id);
            return id.equals(FIRST)
                    ? Mono.error(new IllegalStateException("connection lost"))
                    : Mono.just(new ImportOutcome.InProgress(id));
        }

        @Override
        public Mono<Long> discardAbandoned() {
            discards++;
            return Mono.just(0L);
        }

        @Override
        public Mono<ReceiveOutcome> receive(Publisher<DataBuffer> bytes, String sender) {
            throw new UnsupportedOperationException("receive");
        }

        @Override
        public Mono<Backlog> backlog() {
            return Mono.just(new Backlog(2, NOW.minusSeconds(60)));
        }

        @Override
        public Flux<BankFile> list(FileQuery query) {
            throw new UnsupportedOperationException("list");
        }

        @Override
        public Flux<StatementSums> statements(BankFileId id, int after, int most) {
            throw new UnsupportedOperationException("statements");
        }

        @Override
        public Mono<BankFile> find(BankFileId id) {
            throw new UnsupportedOperationException("find");
        }
    }
}
