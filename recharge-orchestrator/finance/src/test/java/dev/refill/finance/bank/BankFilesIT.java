package dev.refill.finance.bank;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;

import dev.refill.finance.bank.ImportOutcome.Imported;
import dev.refill.finance.bank.ImportOutcome.InProgress;
import dev.refill.finance.bank.ImportOutcome.NotReceived;
import dev.refill.finance.bank.ImportOutcome.Refused;
import dev.refill.finance.bank.ReceiveOutcome.AlreadyReceived;
import dev.refill.finance.bank.ReceiveOutcome.Busy;
import dev.refill.finance.bank.ReceiveOutcome.NoStatement;
import dev.refill.finance.bank.ReceiveOutcome.Received;
import dev.refill.finance.bank.ReceiveOutcome.TooLarge;
import dev.refill.finance.bank.ReceiveOutcome.TooSlow;
import dev.refill.finance.bank.camt.Account;
import dev.refill.finance.bank.camt.CamtLimits;
import dev.refill.finance.bank.camt.CamtReader;
import dev.refill.finance.bank.camt.TestCamt;
import dev.refill.testsupport.TestDatabase;
import dev.refill.testsupport.pgproxy.Hold;
import dev.refill.testsupport.pgproxy.Moment;
import dev.refill.testsupport.pgproxy.PgProxy;

import static dev.refill.finance.bank.TestBank.LONGEST;
import static dev.refill.finance.bank.TestBank.SENDER;
import static dev.refill.finance.bank.TestBank.bytes;
import static dev.refill.finance.bank.TestBank.imported;
import static dev.refill.finance.bank.TestBank.kept;
import static dev.refill.finance.bank.TestBank.number;
import static dev.refill.finance.bank.TestBank.received;
import static dev.refill.finance.bank.TestBank.seen;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
        byte[] all = long700();

        files.receive(bytes(all, 9_999), SENDER)
                .as(StepVerifier::create)
                .assertNext(outcome -> assertThat(outcome).isInstanceOfSatisfying(Received.class, received -> {
                    assertThat(received.file().state()).isEqualTo(BankFile.State.IMPORTING);
                    assertThat(received.file().bytes()).isEqualTo(all.length);
                    assertThat(received.file().sha256()).isEqualTo(sha256(all));
                    assertThat(received.file().sentBy()).isEqualTo(SENDER);
                }))
                .expectComplete()
                .verify(LONGEST);

        assertThat(client.sql("SELECT string_agg(content, '' ORDER BY chunk) FROM finance.bank_file_chunk")
                .map(row -> row.get(0, byte[].class)).one().block(LONGEST)).isEqualTo(all);
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file_chunk")).isEqualTo(3);
    }

    /** 700,001 bytes that begin as a statement does. */
    private static byte[] long700() {
        byte[] all = new Random(1).ints(700_001, 'a', 'z').mapToObj(Character::toString).collect(joining())
                .getBytes(StandardCharsets.UTF_8);
        byte[] head = TestCamt.valid().getBytes(StandardCharsets.UTF_8);
        System.arraycopy(head, 0, all, 0, head.length);
        return all;
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
        assertThat(files.receive(bytes(TestCamt.valid()), SENDER).block(LONGEST))
                .isInstanceOfSatisfying(AlreadyReceived.class, again -> assertThat(again.file().id()).isEqualTo(id));

        ImportOutcome first = imported(files, id);

        assertThat(files.receive(bytes(TestCamt.valid()), SENDER).block(LONGEST))
                .isEqualTo(new AlreadyReceived(((Imported) first).file()));
        assertThat(imported(files, id)).isEqualTo(first);
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file")).isEqualTo(1);
        assertThat(seen(client)).containsExactly(1L, 1L, 1L);
    }

    @Test
    void receiveWhenTheSameComesSeveralTimesAtOnceThenOneIsTheFile() {
        List<ReceiveOutcome> outcomes = Flux.range(0, 8)
                .flatMap(sender -> files.receive(bytes(TestCamt.valid()), SENDER), 8)
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

        assertThat(files.receive(bytes(TestCamt.valid()).concatWith(Flux.range(0, 1_000_000)
                .doOnCancel(() -> stopped.set(true))
                .concatMap(number -> bytes(piece, piece.length))), SENDER)
                .block(LONGEST)).isEqualTo(new TooLarge(1 << 20));

        assertThat(stopped).isTrue();
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file")).isZero();
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file_chunk")).isZero();
    }

    @Test
    void receiveWhenTheSenderFailsThenNothingIsKept() {
        files.receive(bytes(long700(), 10_000).concatWith(Mono.error(new IOException("gone"))), SENDER)
                .as(StepVerifier::create)
                .expectErrorMessage("gone")
                .verify(LONGEST);

        assertThat(number(client, "SELECT count(*) FROM finance.bank_file")).isZero();
    }

    @Test
    void receiveWhenNobodyWaitsAnyMoreThenNothingIsKept() {
        files.receive(bytes(long700(), 10_000).concatWith(Mono.never()), SENDER)
                .as(StepVerifier::create)
                .then(() -> await("SELECT count(*) = 2 FROM finance.bank_file_chunk"))
                .thenCancel()
                .verify(LONGEST);

        await("SELECT count(*) = 0 FROM finance.bank_file");
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file_chunk")).isZero();
    }

    @Test
    void receiveWhenTheNodeDiesThenNoFileAndLaterNothing() {
        client.sql("""
                INSERT INTO finance.bank_file (file_id, state, sent_by, received_at)
                VALUES ('bkf_00000000000000000000000000', 'receiving', 'anna', :at)
                """).bind("at", clock.instant().atOffset(ZoneOffset.UTC)).then().block(LONGEST);

        assertThat(files.waiting().collectList().block(LONGEST)).isEmpty();
        assertThat(files.discardAbandoned().block(LONGEST)).isZero();
        clock.advance(Duration.ofHours(2));
        assertThat(files.discardAbandoned().block(LONGEST)).isEqualTo(1);
    }

    @Test
    void receiveWhenItTakesTooLongThenNothingIsKept() {
        Duration within = Duration.ofMillis(200);
        BankFiles hasty = TestBank.over(database.connections(), clock, 10, TestBank.LEASE, 1, CamtLimits.standard(),
                within);

        assertThat(hasty.receive(bytes(long700(), 10_000).concatWith(Mono.never()), SENDER).block(LONGEST))
                .isEqualTo(new TooSlow(within));
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file")).isZero();
    }

    @Test
    void receiveWhenTooManyComeAtOnceThenBusyUntilOneHasCome() {
        List<Disposable> senders = IntStream.range(0, TestBank.AT_ONCE)
                .mapToObj(number -> files.receive(Flux.never(), SENDER).subscribe())
                .toList();
        try {
            PublisherProbe<DataBuffer> unread = PublisherProbe.of(bytes(TestCamt.valid()));
            assertThat(files.receive(unread.flux(), SENDER).block(LONGEST)).isEqualTo(new Busy());
            unread.assertWasNotSubscribed();

            senders.getFirst().dispose();
            assertThat(files.receive(bytes(TestCamt.valid()), SENDER).block(LONGEST)).isInstanceOf(Received.class);
        } finally {
            senders.forEach(Disposable::dispose);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "'' | The file is empty",
            "%PDF-1.7 | The XML cannot be read: Unexpected character '%'",
            "<html></html> | It is no camt.053.001 of a version from 02 to 13, but html of no namespace",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a> | It has a document type declaration"})
    void receiveWhenItDoesNotBeginAsAStatementThenRefusedAtOnce(String text, String reason) {
        assertThat(files.receive(bytes(text), SENDER).block(LONGEST)).isInstanceOfSatisfying(NoStatement.class,
                refused -> assertThat(refused.refusal().reason()).startsWith(reason));
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file")).isZero();
    }

    @Test
    void receiveWhenItBeginsLateThenItsImportTells() {
        String late = "<!-- " + "x".repeat(200_000) + " --><!-- " + "é".repeat(60_000) + " -->" + TestCamt.valid();

        assertThat(imported(files, received(files, late))).isInstanceOf(Imported.class);
    }

    private void await(String condition) {
        Mono.defer(() -> client.sql(condition).map(row -> Objects.requireNonNull(row.get(0, Boolean.class))).one())
                .filter(there -> there)
                .repeatWhenEmpty(1_000, again -> again.delayElements(Duration.ofMillis(10)))
                .block(LONGEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void importFileWhenOfAnyVersionThenAllIsSeen(int version) throws IOException {
        byte[] sample = Objects
                .requireNonNull(TestCamt.class.getResourceAsStream("v%02d.xml".formatted(version)))
                .readAllBytes();
        Received received = (Received) Objects
                .requireNonNull(files.receive(bytes(sample, 1_000), SENDER).block(LONGEST));

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
        assertThat(number(client, "SELECT count(*) FROM finance.bank_file_chunk")).isZero();
    }

    @Test
    void receiveWhenItWasRefusedBeforeThenItIsReadAnew() {
        String paged = TestCamt.document(TestCamt.statementOf("S", 3)
                + TestCamt.statementOf("S", 3).replace("<ElctrncSeqNb>1<", "<ElctrncSeqNb>2<"));
        BankFiles few = TestBank.over(database.connections(), clock, 10, TestBank.LEASE, CamtReader.VERSION,
                new CamtLimits(1 << 20, 1 << 18, 32, 16, 16_384, 256, 4_096, 140, 1 << 18, 1, 100, 100),
                Duration.ofMinutes(1));
        BankFileId first = received(few, paged);
        assertThat(imported(few, first)).isInstanceOf(Refused.class);

        clock.advance(Duration.ofMillis(1));
        BankFileId second = received(files, paged);

        assertThat(second).isNotEqualTo(first);
        assertThat(imported(files, second)).isInstanceOf(Imported.class);
        assertThat(files.find(first).map(BankFile::state).block(LONGEST)).isEqualTo(BankFile.State.REFUSED);
        assertThat(files.list(new FileQuery(null, null, 10)).map(BankFile::id).collectList().block(LONGEST))
                .containsExactly(second, first);
        assertThat(files.list(new FileQuery(null, second, 10)).map(BankFile::id).collectList().block(LONGEST))
                .containsExactly(first);
        assertThat(files.list(new FileQuery(BankFile.State.IMPORTED, null, 10)).map(BankFile::id).collectList()
                .block(LONGEST)).containsExactly(second);
    }

    /** Whatever a file says, it ends as imported or refused: what the database cannot keep would be tried for ever. */
    @ParameterizedTest
    @MethodSource("whatADatabaseMayNotKeep")
    void importFileWhenTheDatabaseMayNotKeepItThenRefused(String from, String to, String reason) {
        assertThat(TestCamt.valid()).contains(from);
        BankFileId id = received(files, TestCamt.valid().replace(from, to));

        assertThat(imported(files, id)).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(Objects.requireNonNull(refused.file().refusal()).reason()).startsWith(reason));
    }

    static List<Arguments> whatADatabaseMayNotKeep() {
        String random = new Random(3).ints(16_000, 'a', 'z').mapToObj(Character::toString).collect(joining());
        return List.of(
                arguments("<BookgDt><Dt>2026", "<BookgDt><Dt>0000", "Ntry/BookgDt/Dt is not as expected"),
                arguments("<BookgDt><Dt>2026-03-01</Dt>", "<BookgDt><DtTm>9999-12-31T24:00:00</DtTm>",
                        "Ntry/BookgDt/DtTm is not as expected"),
                arguments("e2e-L-1", random, "TxDtls/Refs/EndToEndId is not as expected: at most 140"),
                arguments(">S-1<", ">" + random + "<", "Stmt/Id is not as expected: at most 140"),
                arguments("<IBAN>" + TestCamt.IBAN + "</IBAN>", "<Othr><Id>" + random + "</Id></Othr>",
                        "Stmt/Acct/Id/Othr/Id is not as expected: at most 140"),
                arguments("</BkToCstmrStmt>", "</BkToCstmrStmt><" + random + "/>",
                        "It has more than 256 characters of a name"),
                arguments("<Stmt>", "<Stmt><Id><" + random + "/>b</Id>", "It has more than 256 characters of a name"));
    }

    @Test
    void importFileWhenReferencesAreOfManyBytesThenImported() {
        String longest = "\uD83D\uDE00".repeat(70);

        assertThat(imported(files, received(files, TestCamt.valid().replace("e2e-L-1", longest)
                .replace(">S-1<", ">" + longest + "<")
                .replace("<IBAN>" + TestCamt.IBAN + "</IBAN>", "<Othr><Id>" + longest + "</Id></Othr>"))))
                .isInstanceOf(Imported.class);
    }

    @Test
    void importFileWhenOneBatchIsLargeThenKeptInSeveral() {
        String note = "<AddtlNtryInf>" + "n".repeat(16_000) + "</AddtlNtryInf></Ntry>";
        String statement = TestCamt.statementOf("S", 300).replace("</Ntry>", note);
        BankFiles files = TestBank.over(database.connections(), clock, 5_000, TestBank.LEASE, 1,
                CamtLimits.standard(), Duration.ofMinutes(1));
        BankFileId id = received(files, TestCamt.document(statement));
        try (PgProxy proxy = PgProxy.before(database.port());
                Hold hold = proxy.hold(Moment.COMMITTED, "bank_entry", "\"L-100\"")) {
            CompletableFuture<ImportOutcome> running = TestBank.over(through(proxy), clock, 5_000, TestBank.LEASE, 1,
                    CamtLimits.standard(), Duration.ofMinutes(1)).importFile(id).toFuture();
            hold.awaitReached(LONGEST);

            assertThat(kept(client).get(1)).isBetween(100L, 200L);

            hold.pass();
            assertThat(running).succeedsWithin(LONGEST).isInstanceOf(Imported.class);
        }
        assertThat(seen(client)).containsExactly(1L, 300L, 300L);
    }

    @Test
    void importFileWhenTheSameAccountIsWrittenInSmallLettersThenADuplicateAllTheSame() {
        String british = TestCamt.valid().replace(TestCamt.IBAN, "GB29NWBK60161331926819");
        imported(files, received(files, british));

        assertThat(imported(files, received(files, british.replace("NWBK", "nwbk")))).isInstanceOf(Refused.class);
    }

    @Test
    void statementsWhenImportedThenWhatTheirLinesComeTo() {
        String statement = TestCamt.statement("S", TestCamt.balance("OPBD", "10.00") + TestCamt.balance("CLBD", "9.50"),
                TestCamt.entry("1", "2.50") + TestCamt.entry("2", "3.00").replace("CRDT", "DBIT")
                        + TestCamt.entry("3", "1.00").replace("BOOK", "PDNG"));
        BankFileId id = received(files, TestCamt.document(TestCamt.statementOf("R", 2), statement));
        assertThat(files.statements(id, 0, 10).collectList().block(LONGEST)).isEmpty();

        imported(files, id);

        assertThat(files.statements(id, 1, 10).collectList().block(LONGEST)).containsExactly(
                new StatementSums(2, new Account(Account.Scheme.IBAN, TestCamt.IBAN, null), "S", 1, 1L,
                        Currency.getInstance("EUR"), 1_000, 950, 3, 2, BigInteger.valueOf(250),
                        BigInteger.valueOf(300)));
        assertThat(files.statements(id, 0, 1).map(StatementSums::id).collectList().block(LONGEST))
                .containsExactly("R");
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

    /** Nobody else takes a file whose importer is alive, however long it reads over what is kept. */
    @Test
    void importFileWhenItGoesOnFarBehindThenItsLeaseIsRenewedOnTheWay() {
        String filler = "<!-- " + "f".repeat(200_000) + " -->";
        BankFiles files = TestBank.over(database.connections(), clock, 10, TestBank.LEASE, 1, CamtLimits.standard(),
                Duration.ofMinutes(1));
        BankFileId id = received(files, TestCamt.document(TestCamt.statementOf("S", 30).replace("</Ntry>",
                "</Ntry>" + filler)));
        try (PgProxy proxy = PgProxy.before(database.port());
                Hold hold = proxy.hold(Moment.COMMITTED, "bank_entry", "\"L-28\"")) {
            CompletableFuture<ImportOutcome> broken = TestBank.over(through(proxy), clock, 10, TestBank.LEASE, 1,
                    CamtLimits.standard(), Duration.ofMinutes(1)).importFile(id).toFuture();
            hold.awaitReached(LONGEST);
            hold.cut();
            assertThat(broken).failsWithin(LONGEST);
        }
        clock.advance(TestBank.LEASE.plusSeconds(1));
        long before = number(client, "SELECT parts FROM finance.bank_file");
        try (PgProxy proxy = PgProxy.before(database.port());
                Hold hold = proxy.hold(Moment.COMMITTED, "bank_entry", "leased_until")) {
            CompletableFuture<ImportOutcome> resumed = TestBank.over(through(proxy), clock, 10, TestBank.LEASE, 1,
                    CamtLimits.standard(), Duration.ofMinutes(1)).importFile(id).toFuture();
            hold.awaitReached(LONGEST);

            assertThat(number(client, "SELECT parts FROM finance.bank_file")).isEqualTo(before);

            hold.pass();
            assertThat(resumed).succeedsWithin(LONGEST).isInstanceOf(Imported.class);
        }
        assertThat(seen(client)).containsExactly(1L, 30L, 30L);
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
