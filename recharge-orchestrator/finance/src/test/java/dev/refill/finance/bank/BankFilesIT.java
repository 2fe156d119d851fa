package dev.refill.finance.bank;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.finance.bank.ImportOutcome.Imported;
import dev.refill.finance.bank.ImportOutcome.InProgress;
import dev.refill.finance.bank.ImportOutcome.NotReceived;
import dev.refill.finance.bank.ImportOutcome.Refused;
import dev.refill.finance.bank.ReceiveOutcome.AlreadyReceived;
import dev.refill.finance.bank.ReceiveOutcome.Received;
import dev.refill.finance.bank.ReceiveOutcome.TooLarge;
import dev.refill.finance.bank.camt.CamtReader;
import dev.refill.finance.bank.camt.TestCamt;
import dev.refill.testsupport.TestDatabase;
import dev.refill.testsupport.pgproxy.Hold;
import dev.refill.testsupport.pgproxy.Moment;
import dev.refill.testsupport.pgproxy.PgProxy;

import static dev.refill.finance.bank.TestBank.LONGEST;
import static dev.refill.finance.bank.TestBank.bytes;
import static dev.refill.finance.bank.TestBank.imported;
import static dev.refill.finance.bank.TestBank.kept;
import static dev.refill.finance.bank.TestBank.number;
import static dev.refill.finance.bank.TestBank.received;
import static dev.refill.finance.bank.TestBank.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Files are received, imported, refused and found again on real PostgreSQL. */
class BankFilesIT {

    private static final List<Long> NOTHING = List.of(0L, 0L, 0L);

    private final TestDatabase database = TestDatabase.with("finance");
    private final DatabaseClient client = database.client();
    private final MovableClock clock = new MovableClock();
    private final BankFiles files = TestBank.over(database.connections(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void receiveWhenBytesComeInPiecesThenKeptAsTheyCame() throws NoSuchAlgorithmException {
        byte[] all = new byte[700_001];
        new Random(1).nextBytes(all);

        files.receive(bytes(all, 9_999))
                .as(StepVerifier::create)
                .assertNext(outcome -> assertThat(outcome).isInstanceOfSatisfying(Received.class, received -> {
                    assertThat(received.file().state()).isEqualTo(BankFile.State.IMPORTING);
                    assertThat(received.file().bytes()).isEqualTo(all.length);
                    assertThat(received.file().sha256()).isEqualTo(sha256(all));
                }))
                .expectComplete()
                .verify(LONGEST);

        assertThat(client.sql("SELECT string_agg(content, '' ORDER BY chunk) FROM finance.bank_file_chunk")
                .map(row -> row.get(0, byte[].class)).one().block(LONGEST)).isEqualTo(all);
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file_chunk")).isEqualTo(3);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void receiveWhenTheSameComesAgainThenTheSameFileWhateverBecameOfIt() {
        BankFileId id = received(files, TestCamt.valid());
        assertThat(files.receive(bytes(TestCamt.valid())).block(LONGEST))
                .isInstanceOfSatisfying(AlreadyReceived.class, again -> assertThat(again.file().id()).isEqualTo(id));

        ImportOutcome first = imported(files, id);

        assertThat(files.receive(bytes(TestCamt.valid())).block(LONGEST))
                .isEqualTo(new AlreadyReceived(((Imported) first).file()));
        assertThat(imported(files, id)).isEqualTo(first);
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file")).isEqualTo(1);
        assertThat(seen(client)).containsExactly(1L, 1L, 1L);
    }

    @Test
    void receiveWhenTheSameComesSeveralTimesAtOnceThenOneIsTheFile() {
        List<ReceiveOutcome> outcomes = Flux.range(0, 8)
                .flatMap(sender -> files.receive(bytes(TestCamt.valid())), 8)
                .collectList()
                .block(LONGEST);

        assertThat(outcomes).hasSize(8);
        assertThat(outcomes).filteredOn(Received.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(AlreadyReceived.class::isInstance).hasSize(7);
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file")).isEqualTo(1);
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file_chunk")).isEqualTo(1);
    }

    @Test
    void receiveWhenTooLargeThenTheSenderIsStoppedAndNothingIsKept() {
        AtomicBoolean stopped = new AtomicBoolean();
        byte[] piece = new byte[100_000];

        assertThat(files.receive(Flux.range(0, 1_000_000)
                .doOnCancel(() -> stopped.set(true))
                .concatMap(number -> bytes(piece, piece.length)))
                .block(LONGEST)).isEqualTo(new TooLarge(1 << 20));

        assertThat(stopped).isTrue();
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file")).isZero();
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file_chunk")).isZero();
    }

    @Test
    void receiveWhenTheSenderFailsThenNothingIsKept() {
        files.receive(bytes(new byte[600_000], 10_000).concatWith(Mono.error(new IOException("gone"))))
                .as(StepVerifier::create)
                .expectErrorMessage("gone")
                .verify(LONGEST);

        assertThat(number(client, "SELECT count(*) FROM finance.bank_file")).isZero();
    }

    @Test
    void receiveWhenItIsBrokenOffThenNoFileAndLaterNothing() {
        files.receive(bytes(new byte[600_000], 10_000).concatWith(Mono.never()))
                .as(StepVerifier::create)
                .then(() -> awaitChunks(2))
                .thenCancel()
                .verify(LONGEST);

        assertThat(files.waiting().collectList().block(LONGEST)).isEmpty();
        assertThat(files.discardAbandoned().block(LONGEST)).isZero();
        clock.advance(Duration.ofHours(2));
        assertThat(files.discardAbandoned().block(LONGEST)).isEqualTo(1);
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file_chunk")).isZero();
    }

    private void awaitChunks(long count) {
        Mono.fromSupplier(() -> count)
                .flatMap(wanted -> client.sql("SELECT count(*) FROM finance.bank_file_chunk")
                        .map(row -> Objects.requireNonNull(row.get(0, Long.class))).one())
                .filter(there -> there >= count)
                .repeatWhenEmpty(1_000, again -> again.delayElements(Duration.ofMillis(10)))
                .block(LONGEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void importFileWhenOfAnyVersionThenAllIsSeen(int version) throws IOException {
        byte[] sample = Objects
                .requireNonNull(TestCamt.class.getResourceAsStream("v%02d.xml".formatted(version)))
                .readAllBytes();
        Received received = (Received) Objects.requireNonNull(files.receive(bytes(sample, 1_000)).block(LONGEST));

        assertThat(imported(files, received.file().id())).isInstanceOfSatisfying(Imported.class,
                done -> assertThat(done.file().contents()).isEqualTo(new BankFile.Contents(2, 6, 3)));
        assertThat(seen(client)).containsExactly(2L, 6L, 3L);
        assertThat(number(client, """
                SELECT sum(amount)::bigint FROM finance.imported_entry WHERE status = 'BOOKED' AND currency = 'EUR'
                """)).isEqualTo(23_820);
        assertThat(number(client, """
                SELECT count(*) FROM finance.imported_transaction
                WHERE end_to_end = 'po_1' AND told #>> '{parties,debtor,name}' = 'Payments & More Ltd'
                  AND told #> '{remittance,unstructured}' = '["Payout po_1", "of <1 March>"]'
                """)).isEqualTo(1);
        assertThat(number(client, """
                SELECT count(*) FROM finance.imported_statement
                WHERE account = 'DE89370400440532013000' AND sequence = 41 AND opening = 100000 AND closing = 123820
                  AND told ->> 'created_at' = '2026-03-02T06:14:58.250'
                """)).isEqualTo(1);
    }

    @Test
    void importFileWhenUnderWayThenNothingIsSeenUntilAllIs() {
        BankFileId id = received(files, TestCamt.document(TestCamt.statementOf("S", 100)));
        try (PgProxy proxy = PgProxy.before(database.port());
                Hold hold = proxy.hold(Moment.COMMITTED, "bank_entry", "\"L-90\"")) {
            CompletableFuture<ImportOutcome> running = TestBank.over(through(proxy), clock).importFile(id).toFuture();
            hold.awaitReached(LONGEST);

            assertThat(kept(client).get(1)).isGreaterThanOrEqualTo(90);
            assertThat(seen(client)).isEqualTo(NOTHING);
            assertThat(imported(files, id)).isEqualTo(new InProgress(id));

            hold.pass();
            assertThat(running).succeedsWithin(LONGEST).isInstanceOf(Imported.class);
        }
        assertThat(seen(client)).containsExactly(1L, 100L, 100L);
    }

    private ConnectionFactory through(PgProxy proxy) {
        return ConnectionFactories.get(ConnectionFactoryOptions.parse(database.r2dbcUrlAt(proxy.port()))
                .mutate()
                .option(ConnectionFactoryOptions.USER, database.username())
                .option(ConnectionFactoryOptions.PASSWORD, database.password())
                .build());
    }

    @Test
    void importFileWhenItDoesNotAddUpThenRefusedForGoodAndNothingIsKept() {
        String wrong = TestCamt.document(TestCamt.statementOf("S", 100), TestCamt.statementOf("T", 30)
                .replace("30.00", "31.00"));
        BankFileId id = received(files, wrong);

        ImportOutcome outcome = imported(files, id);

        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            BankFile.Refusal refusal = Objects.requireNonNull(refused.file().refusal());
            assertThat(refusal.reason()).contains("closes with 31.00 EUR").contains("make 30.00 EUR");
            assertThat(refusal.line()).isPositive();
        });
        assertThat(kept(client)).isEqualTo(NOTHING);
        assertThat(imported(files, id)).isEqualTo(outcome);
        assertThat(files.receive(bytes(wrong)).block(LONGEST))
                .isEqualTo(new AlreadyReceived(((Refused) outcome).file()));
    }

    @Test
    void importFileWhenMuchIsKeptAndThenRefusedThenItIsRemovedInSteps() {
        BankFileId id = received(files, TestCamt.valid().replace("12.50", "12.51"));
        manyTransactionsOf(id, 45_000);

        assertThat(imported(files, id)).isInstanceOf(Refused.class);
        assertThat(kept(client)).isEqualTo(NOTHING);
    }

    @Test
    void importFileWhenAnotherReaderKeptMuchThenItIsRemovedInStepsBefore() {
        BankFileId id = received(files, TestCamt.valid());
        manyTransactionsOf(id, 45_000);
        BankFiles other = TestBank.over(database.connections(), clock, 10, TestBank.LEASE, 2);

        assertThat(imported(other, id)).isEqualTo(new InProgress(id));
        assertThat(imported(other, id)).isEqualTo(new InProgress(id));
        assertThat(imported(other, id)).isInstanceOf(Imported.class);
        assertThat(seen(client)).containsExactly(1L, 1L, 1L);
    }

    /** As if an import had been broken off behind them. They are of a statement that is not there, and so in nobody's way. */
    private void manyTransactionsOf(BankFileId id, int count) {
        client.sql("UPDATE finance.bank_file SET reader = " + CamtReader.VERSION).then().block(LONGEST);
        client.sql("""
                INSERT INTO finance.bank_transaction (file_id, statement, entry, transaction, told)
                SELECT :file, 99, 1, number, '{}' FROM generate_series(1, :count) AS number
                """).bind("file", id.value()).bind("count", count).then().block(LONGEST);
    }

    @Test
    void importFileWhenAStatementWasImportedThenRefusedAsADuplicate() {
        BankFileId first = received(files, TestCamt.valid());
        imported(files, first);
        String known = TestCamt.statement("S-1", TestCamt.balance("OPBD", "10.00") + TestCamt.balance("CLBD", "12.50"),
                TestCamt.entry("L-1", "2.50"));
        BankFileId second = received(files, TestCamt.document(TestCamt.statementOf("new", 20), known));

        assertThat(imported(files, second)).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(Objects.requireNonNull(refused.file().refusal()).reason())
                        .isEqualTo("Statement S-1 was imported before, with file " + first));
        assertThat(kept(client)).containsExactly(1L, 1L, 1L);
    }

    @Test
    void importFileWhenAStatementIsThereTwiceThenRefused() {
        String statement = TestCamt.statementOf("S", 3);

        assertThat(imported(files, received(files, TestCamt.document(statement, statement))))
                .isInstanceOfSatisfying(Refused.class,
                        refused -> assertThat(Objects.requireNonNull(refused.file().refusal()).reason())
                                .isEqualTo("Statement S is there twice"));
    }

    @Test
    void importFileWhenAccountOrNumberOrPageDiffersThenAnotherStatement() {
        String one = TestCamt.valid();
        imported(files, received(files, one));

        for (String other : List.of(one.replace("<ElctrncSeqNb>1<", "<ElctrncSeqNb>2<"),
                one.replace("<ElctrncSeqNb>1</ElctrncSeqNb>", ""), one.replace(">S-1<", ">S-2<"),
                one.replace(TestCamt.IBAN, "GB29NWBK60161331926819"),
                one.replace("<ElctrncSeqNb>", "<StmtPgntn><PgNb>2</PgNb></StmtPgntn><ElctrncSeqNb>"),
                one.replace("<IBAN>" + TestCamt.IBAN + "</IBAN>", "<Othr><Id>" + TestCamt.IBAN + "</Id></Othr>"))) {
            assertThat(imported(files, received(files, other))).as(other).isInstanceOf(Imported.class);
        }
        assertThat(seen(client)).containsExactly(7L, 7L, 7L);
    }

    @Test
    void importFileWhenTheSameStatementIsInSeveralFilesAtOnceThenOneIsImported() {
        List<BankFileId> ids = Flux.range(0, 6)
                .map(number -> received(files, TestCamt.valid() + "<!-- " + number + " -->"))
                .collectList()
                .block(LONGEST);

        List<ImportOutcome> outcomes = Flux.fromIterable(Objects.requireNonNull(ids))
                .flatMap(files::importFile, 6)
                .collectList()
                .block(LONGEST);

        assertThat(outcomes).filteredOn(Imported.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Refused.class::isInstance).hasSize(5);
        assertThat(kept(client)).containsExactly(1L, 1L, 1L);
    }

    @Test
    void importFileWhenOvertakenThenWhoeverWakesChangesNothing() {
        BankFileId id = received(files, TestCamt.document(TestCamt.statementOf("S", 100)));
        try (PgProxy proxy = PgProxy.before(database.port());
                Hold hold = proxy.hold(Moment.REQUESTED, "bank_entry", "\"L-50\"")) {
            CompletableFuture<ImportOutcome> asleep = TestBank.over(through(proxy), clock).importFile(id).toFuture();
            hold.awaitReached(LONGEST);
            clock.advance(TestBank.LEASE.plusSeconds(1));

            assertThat(imported(files, id)).isInstanceOf(Imported.class);

            hold.pass();
            assertThat(asleep).succeedsWithin(LONGEST).isInstanceOf(Imported.class);
        }
        assertThat(seen(client)).containsExactly(1L, 100L, 100L);
    }

    @Test
    void importFileWhenTheConnectionIsLostThenAnErrorAndLaterGoneOnWith() {
        BankFileId id = received(files, TestCamt.document(TestCamt.statementOf("S", 100)));
        try (PgProxy proxy = PgProxy.before(database.port());
                Hold hold = proxy.hold(Moment.COMMITTED, "bank_entry", "\"L-50\"")) {
            CompletableFuture<ImportOutcome> broken = TestBank.over(through(proxy), clock).importFile(id).toFuture();
            hold.awaitReached(LONGEST);
            hold.cut();
            assertThat(broken).failsWithin(LONGEST);
        }
        long before = number(client, "SELECT parts FROM finance.bank_file");
        assertThat(before).isGreaterThanOrEqualTo(100);
        assertThat(files.waiting().collectList().block(LONGEST)).isEmpty();
        clock.advance(TestBank.LEASE.plusSeconds(1));

        assertThat(files.waiting().collectList().block(LONGEST)).containsExactly(id);
        assertThat(imported(files, id)).isInstanceOf(Imported.class);
        assertThat(seen(client)).containsExactly(1L, 100L, 100L);
    }

    @Test
    void importFileWhenAnotherReaderGoesOnThenItBeginsAnew() {
        BankFileId id = received(files, TestCamt.document(TestCamt.statementOf("S", 100)));
        try (PgProxy proxy = PgProxy.before(database.port());
                Hold hold = proxy.hold(Moment.COMMITTED, "bank_entry", "\"L-50\"")) {
            CompletableFuture<ImportOutcome> broken = TestBank.over(through(proxy), clock).importFile(id).toFuture();
            hold.awaitReached(LONGEST);
            hold.cut();
            assertThat(broken).failsWithin(LONGEST);
        }
        // As if the one before had found other parts.
        client.sql("DELETE FROM finance.bank_transaction WHERE entry < 3").then().block(LONGEST);
        clock.advance(TestBank.LEASE.plusSeconds(1));

        assertThat(imported(TestBank.over(database.connections(), clock, 10, TestBank.LEASE, 2), id))
                .isInstanceOf(Imported.class);
        assertThat(seen(client)).containsExactly(1L, 100L, 100L);
    }

    @Test
    void importFileWhenCancelledAtRandomMomentsThenOneFileInTheEnd() {
        BankFileId id = received(files, TestCamt.document(TestCamt.statementOf("S", 300)));
        var random = new Random(7);
        Flux.range(0, 40)
                .concatMap(round -> files.importFile(id)
                        .takeUntilOther(Mono.delay(Duration.ofMillis(random.nextInt(40))))
                        .doFinally(ended -> clock.advance(TestBank.LEASE.plusSeconds(1))))
                .blockLast(LONGEST);

        assertThat(imported(files, id)).isInstanceOf(Imported.class);
        assertThat(seen(client)).containsExactly(1L, 300L, 300L);
        assertThat(number(client, "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"))
                .isZero();
    }

    @Test
    void importFileWhenNotReceivedThenSo() {
        BankFileId unknown = new BankFileId("bkf_00000000000000000000000000");

        assertThat(imported(files, unknown)).isEqualTo(new NotReceived(unknown));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE finance.bank_statement SET closing = 1", "DELETE FROM finance.bank_statement",
            "UPDATE finance.bank_entry SET amount = 1", "DELETE FROM finance.bank_entry",
            "UPDATE finance.bank_transaction SET amount = 1", "DELETE FROM finance.bank_transaction",
            "UPDATE finance.bank_file SET state = 'importing'", "DELETE FROM finance.bank_file",
            "UPDATE finance.bank_file_chunk SET content = '\\x00'", "DELETE FROM finance.bank_file_chunk",
            "INSERT INTO finance.bank_entry SELECT file_id, statement, 99, amount, reversal, status, reference,"
                    + " servicer_reference, booked_on, value_on, transactions, told FROM finance.bank_entry"})
    void whatIsImportedIsNeverChanged(String change) {
        imported(files, received(files, TestCamt.valid()));

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> client.sql(change).then().block(LONGEST))
                .withStackTraceContaining("what a bank said is not changed");
        assertThat(seen(client)).containsExactly(1L, 1L, 1L);
    }
}
