package dev.refill.finance.bank;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import dev.refill.finance.bank.camt.CamtLimits;
import dev.refill.finance.bank.camt.CamtReader;

/** Bank files over a test's connections, and what a test asks of the database beside them. */
public final class TestBank {

    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofSeconds(60);
    static final String SENDER = "anna";
    static final int AT_ONCE = 16;

    private TestBank() {}

    /** In batches of 10, with at most 1 MiB for a file. */
    public static BankFiles over(ConnectionFactory connections, Clock clock) {
        return over(connections, clock, 10, LEASE);
    }

    static BankFiles over(ConnectionFactory connections, Clock clock, int batch, Duration lease) {
        return over(connections, clock, batch, lease, CamtReader.VERSION);
    }

    static BankFiles over(ConnectionFactory connections, Clock clock, int batch, Duration lease, int reader) {
        return over(connections, clock, batch, lease, reader, CamtLimits.standard().withBytes(1 << 20),
                Duration.ofMinutes(1));
    }

    /** {@link #AT_ONCE} files may come at a time. */
    static BankFiles over(ConnectionFactory connections, Clock clock, int batch, Duration lease, int reader,
            CamtLimits limits, Duration within) {
        FileStore store = new R2dbcFileStore(connections);
        return new R2dbcBankFiles(store,
                new ReceiveFile(store, new BankFileIds(clock, ThreadLocalRandom::current), clock, limits, within,
                        AT_ONCE),
                new ImportFile(store, clock, limits, batch, lease, Schedulers.boundedElastic(), reader),
                clock,
                Duration.ofHours(1));
    }

    static Flux<DataBuffer> bytes(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8), 10_000);
    }

    /** In buffers of a size, the last one excepted. */
    static Flux<DataBuffer> bytes(byte[] all, int size) {
        return Flux.range(0, (all.length + size - 1) / size)
                .map(number -> DefaultDataBufferFactory.sharedInstance.wrap(
                        java.util.Arrays.copyOfRange(all, number * size, Math.min(all.length, (number + 1) * size))));
    }

    public static BankFileId received(BankFiles files, String text) {
        ReceiveOutcome outcome = Objects.requireNonNull(files.receive(bytes(text), SENDER).block(LONGEST));
        return switch (outcome) {
            case ReceiveOutcome.Received(BankFile file) -> file.id();
            case ReceiveOutcome.AlreadyReceived known -> throw new AssertionError(known);
            case ReceiveOutcome.TooLarge tooLarge -> throw new AssertionError(tooLarge);
            case ReceiveOutcome.NoStatement refused -> throw new AssertionError(refused);
            case ReceiveOutcome.TooSlow slow -> throw new AssertionError(slow);
            case ReceiveOutcome.Busy busy -> throw new AssertionError(busy);
        };
    }

    public static ImportOutcome imported(BankFiles files, BankFileId id) {
        return Objects.requireNonNull(files.importFile(id).block(LONGEST));
    }

    static long number(DatabaseClient database, String sql) {
        return Objects.requireNonNull(database.sql(sql).map(row -> row.get(0, Long.class)).one().block(LONGEST));
    }

    /** Statements, entries and transactions that can be seen. */
    static List<Long> seen(DatabaseClient database) {
        return rows(database, "imported_");
    }

    /** Those that are kept, seen or not. */
    static List<Long> kept(DatabaseClient database) {
        return rows(database, "bank_");
    }

    private static List<Long> rows(DatabaseClient database, String prefix) {
        return List.of("statement", "entry", "transaction")
                .stream()
                .map(table -> number(database, "SELECT count(*) FROM finance." + prefix + table))
                .toList();
    }
}
