package dev.refill.app;

import java.time.Duration;
import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

import dev.refill.finance.bank.BankFile;
import dev.refill.finance.bank.BankFileId;
import dev.refill.finance.bank.BankFiles;
import dev.refill.testsupport.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** Bank files over HTTP, as the application is shipped: sent, imported by themselves, seen, sent again, and refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BankFilesApiIT {

    private static final String FILES = "/v1/operations/bank-files";
    private static final String PROBLEMS = "https://refill.dev/problems/";
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 200_000;

    private TestIssuer issuer;
    private RunningApplication application;

    @BeforeAll
    void start() {
        issuer = TestIssuer.start();
        application = RunningApplication.trusting(issuer.uri(), "refill.bank.resume-every=50ms",
                "refill.bank.max-file-size=" + MOST_BYTES + "B");
    }

    @AfterAll
    void stop() {
        application.close();
        issuer.close();
    }

    /** @param account of a bank in Germany, Britain or Estonia */
    private static String statement(String account, String id, String closing, String lines) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
                <GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-02T06:15:00+01:00</CreDtTm></GrpHdr>
                <Stmt><Id>%s</Id><ElctrncSeqNb>41</ElctrncSeqNb>
                <Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>%s%s%s</Stmt>
                </BkToCstmrStmt></Document>
                """.formatted(id, account, balance("OPBD", "1000.00"), balance("CLBD", closing), lines);
    }

    private static String balance(String code, String amount) {
        return """
                <Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd>
                <Dt><Dt>2026-03-01</Dt></Dt></Bal>
                """.formatted(code, amount);
    }

    private static String line(String amount, String direction, String more) {
        return """
                <Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd>%s<Sts><Cd>BOOK</Cd></Sts>
                <BookgDt><Dt>2026-03-01</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>4242424242424242</EndToEndId></Refs>
                <RmtInf><Ustrd>payout of 1 March</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
                """.formatted(amount, direction, more);
    }

    private ResponseSpec send(byte[] file, MediaType type, String token) {
        return application.client().post().uri(FILES)
                .header("Authorization", "Bearer " + token)
                .contentType(type)
                .bodyValue(file)
                .exchange();
    }

    private ResponseSpec send(String file) {
        return send(file.getBytes(java.nio.charset.StandardCharsets.UTF_8), MediaType.APPLICATION_XML,
                issuer.person("anna", "finance:write"));
    }

    private String sent(String file) {
        String location = send(file).expectStatus().isAccepted().expectBody().returnResult().getResponseHeaders()
                .getFirst("Location");
        assertThat(location).startsWith(FILES + "/bkf_");
        return Objects.requireNonNull(location);
    }

    private ResponseSpec get(String path) {
        return application.client().get().uri(path)
                .header("Authorization", "Bearer " + issuer.client("books", "finance:read"))
                .exchange();
    }

    private void awaitEnd(String location) {
        BankFileId id = new BankFileId(location.substring(FILES.length() + 1));
        BankFiles files = application.context().getBean(BankFiles.class);
        Mono.defer(() -> files.find(id))
                .filter(file -> file.state() == BankFile.State.IMPORTED || file.state() == BankFile.State.REFUSED)
                .repeatWhenEmpty(1_000, again -> again.delayElements(Duration.ofMillis(20)))
                .block(LONGEST);
    }

    private long number(String sql) {
        return Objects.requireNonNull(application.context().getBean(DatabaseClient.class).sql(sql)
                .map(row -> row.get(0, Long.class)).one().block(LONGEST));
    }

    private static void isProblem(ResponseSpec answer, int status, String type) {
        answer.expectStatus().isEqualTo(status)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody().jsonPath("$.type").isEqualTo(PROBLEMS + type)
                .jsonPath("$.detail").isNotEmpty();
    }

    @Test
    void fileIsImportedByItselfAndItsLinesAreSeen() {
        String file = statement("DE89370400440532013000", "S-1", "1100.00",
                line("250.50", "CRDT", "") + line("150.25", "DBIT", "")
                        + line("0.25", "DBIT", "<RvslInd>true</RvslInd>"));
        String location = sent(file);
        awaitEnd(location);

        get(location).expectStatus().isOk().expectBody()
                .jsonPath("$.state").isEqualTo("imported")
                .jsonPath("$.contents.statements").isEqualTo(1)
                .jsonPath("$.contents.entries").isEqualTo(3)
                .jsonPath("$.contents.transactions").isEqualTo(3)
                .jsonPath("$.sentBy").isEqualTo("anna")
                .jsonPath("$.refusal").doesNotExist();
        get(location + "/statements").expectStatus().isOk().expectBody()
                .jsonPath("$.statements.length()").isEqualTo(1)
                .jsonPath("$.statements[0].account").isEqualTo("DE89370400440532013000")
                .jsonPath("$.statements[0].currency").isEqualTo("EUR")
                .jsonPath("$.statements[0].opening").isEqualTo(100_000)
                .jsonPath("$.statements[0].closing").isEqualTo(110_000)
                .jsonPath("$.statements[0].booked").isEqualTo(3)
                .jsonPath("$.statements[0].credit").isEqualTo(25_050)
                .jsonPath("$.statements[0].debit").isEqualTo(15_050)
                .jsonPath("$.next").doesNotExist();
        get(FILES + "?state=imported&limit=200").expectStatus().isOk().expectBody()
                .jsonPath("$.files[?(@.id == '" + location.substring(FILES.length() + 1) + "')].state")
                .isEqualTo("imported");
        assertThat(application.context().getBean(MeterRegistry.class).get("refill.bank.imports")
                .tag("outcome", "imported").counter().count()).isPositive();
    }

    @Test
    void sameFileAgainIsTheSameAndNothingIsThereTwice() {
        String file = statement("GB29NWBK60161331926819", "S-2", "1001.00", line("1", "CRDT", ""));
        String location = sent(file);
        awaitEnd(location);

        send(file).expectStatus().isOk().expectHeader().valueEquals("Location", location)
                .expectBody().jsonPath("$.state").isEqualTo("imported");
        assertThat(number("SELECT count(*) FROM finance.imported_entry AS entry JOIN finance.imported_statement"
                + " USING (file_id, statement) WHERE account = 'GB29NWBK60161331926819'")).isEqualTo(1);
    }

    @Test
    void sameStatementInAnotherFileIsRefusedAndSaysWhere() {
        String file = statement("EE382200221020145685", "S-3", "1001.00", line("1", "CRDT", ""));
        String first = sent(file);
        awaitEnd(first);
        String second = sent(file.replace("<MsgId>M<", "<MsgId>sent again<"));
        awaitEnd(second);

        get(second).expectStatus().isOk().expectBody()
                .jsonPath("$.state").isEqualTo("refused")
                .jsonPath("$.refusal.reason").isEqualTo(
                        "Statement S-3 was imported before, with file " + first.substring(FILES.length() + 1));
        get(second + "/statements").expectStatus().isOk().expectBody().jsonPath("$.statements").isEmpty();
    }

    @Test
    void fileThatDoesNotAddUpIsRefusedWithBothSumsAndItsPlace() {
        String location = sent(statement("DE89370400440532013000", "S-4", "1001.00", line("2", "CRDT", "")));
        awaitEnd(location);

        get(location).expectStatus().isOk().expectBody()
                .jsonPath("$.state").isEqualTo("refused")
                .jsonPath("$.contents").doesNotExist()
                .jsonPath("$.refusal.reason").isEqualTo("Statement S-4 closes with 1001.00 EUR, but its opening balance"
                        + " and its entries make 1002.00 EUR")
                .jsonPath("$.refusal.line").isNumber();
        assertThat(number("SELECT count(*) FROM finance.bank_file_chunk WHERE file_id = '"
                + location.substring(FILES.length() + 1) + "'")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rubbish", "{\"a\":1}", "PK\u0003\u0004", "<html/>",
            "<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Document>&x;</Document>",
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.08\"/>"})
    void rubbishIsRefusedAtOnceAndNothingIsKept(String rubbish) {
        long before = number("SELECT count(*) FROM finance.bank_file");

        isProblem(send(rubbish), 422, "no-bank-statement");
        assertThat(number("SELECT count(*) FROM finance.bank_file")).isEqualTo(before);
    }

    @Test
    void fileThatIsTooLargeIsRefusedBeforeItIsRead() {
        isProblem(send("<a>" + "x".repeat(MOST_BYTES)), 413, "request-body-too-large");
    }

    @Test
    void fileOfAnotherTypeIsRefused() {
        isProblem(send(new byte[]{1}, MediaType.APPLICATION_JSON, issuer.client("books", "finance:write")), 415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @CsvSource({"?state=lost, state", "?before=x, before", "?limit=0, limit", "?limit=201, limit", "?limit=x, limit"})
    void listThatIsAskedForInAWrongWay(String query, String field) {
        get(FILES + query).expectStatus().isEqualTo(422)
                .expectBody().jsonPath("$.errors[0].field").isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({"/statements?limit=0, limit", "/statements?after=-1, after", "/statements?after=x, after"})
    void statementsThatAreAskedForInAWrongWay(String query, String field) {
        get(FILES + "/bkf_00000000000000000000000000" + query).expectStatus().isEqualTo(422)
                .expectBody().jsonPath("$.errors[0].field").isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bkf_00000000000000000000000000", "/bkf_00000000000000000000000000/statements",
            "/nonsense",
            "/nonsense/statements"})
    void fileThatIsNotThere(String path) {
        isProblem(get(FILES + path), 404, "not-found");
    }
}
