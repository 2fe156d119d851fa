package dev.refill.finance.bank.camt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.refill.finance.bank.camt.TestCamt.balance;
import static dev.refill.finance.bank.camt.TestCamt.document;
import static dev.refill.finance.bank.camt.TestCamt.entry;
import static dev.refill.finance.bank.camt.TestCamt.last;
import static dev.refill.finance.bank.camt.TestCamt.parts;
import static dev.refill.finance.bank.camt.TestCamt.refusal;
import static dev.refill.finance.bank.camt.TestCamt.statement;
import static dev.refill.finance.bank.camt.TestCamt.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The forms that are taken, and the rules whose breach is told. */
class CamtReaderTest {

    private static final String ROOM = balance("OPBD", "10.00") + balance("CLBD", "12.50");

    @Test
    void nextWhenValidThenComplete() {
        assertThat(last(valid())).isEqualTo(new CamtPart.Complete(1, 1, 1));
    }

    @Test
    void nextWhenThereIsNoEntryThenBalancesAreEqual() {
        assertThat(last(document(statement("S", balance("OPBD", "7.00") + balance("CLBD", "7.00"), ""))))
                .isEqualTo(new CamtPart.Complete(1, 0, 0));
    }

    @Test
    void nextWhenPrefixedAndCommentedThenTheSame() {
        String prefixed = valid().replaceAll("<(/?)([A-Z])", "<$1c:$2").replace("xmlns=", "xmlns:c=")
                .replace("<c:Stmt>", "<!-- a --><?b c?><c:Stmt>");

        assertThat(parts(prefixed)).isEqualTo(parts(valid()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1"})
    void nextWhenInItsEncodingThenTheSame(String name) {
        String named = valid().replace("M</MsgId>", "Mär</MsgId>");
        String mark = name.startsWith("UTF-16") ? "\ufeff" : "";
        String declared = mark + "<?xml version=\"1.0\" encoding=\"" + name.replaceAll("[LB]E$", "") + "\"?>" + named;

        assertThat(parts(declared.getBytes(Charset.forName(name)))).isEqualTo(parts(named));
    }

    @Test
    void nextWhenPagesThenInterimBalancesBound() {
        String first = statement("S", balance("OPBD", "10.00") + balance("ITBD", "12.50"), entry("1", "2.50"));
        String middle = statement("S", balance("ITBD", "12.50") + balance("ITBD", "13.50"), entry("2", "1"));
        String end = statement("S", balance("ITBD", "13.50") + balance("CLBD", "14.00"), entry("3", "0.5"));

        assertThat(last(document(first, middle, end))).isEqualTo(new CamtPart.Complete(3, 3, 3));
    }

    @Test
    void nextWhenPagedThenPageOfTheStatementBeforeThatOfTheMessage() {
        String paged = valid().replace("</CreDtTm></GrpHdr>", "</CreDtTm><MsgPgntn><PgNb>3</PgNb></MsgPgntn></GrpHdr>");

        assertThat(pageOf(valid())).isEqualTo(1);
        assertThat(pageOf(paged)).isEqualTo(3);
        assertThat(pageOf(paged.replace("<ElctrncSeqNb>", "<StmtPgntn><PgNb>2</PgNb></StmtPgntn><ElctrncSeqNb>")))
                .isEqualTo(2);
    }

    private static int pageOf(String document) {
        return ((CamtPart.Statement) parts(document).get(1)).page();
    }

    @ParameterizedTest
    @CsvSource({"KWD, 1.234, 1234", "JPY, 1234.000, 1234", "EUR, .5, 50", "EUR, +5., 500", "EUR, 000.10, 10",
            "CLF, 0.0001, 1", "EUR, 999999999999999.99, 99999999999999999"})
    void nextWhenAmountThenExactMinorUnits(String currency, String text, long minor) {
        String file = document(statement("S",
                balance("OPBD", currency, text, "DBIT") + balance("CLBD", currency, text, "DBIT"), "")
                .replace("<Ccy>EUR</Ccy>", ""));

        assertThat(((CamtPart.Statement) parts(file).get(1)).balances().getFirst().amount())
                .extracting(SignedMoney::minor).isEqualTo(-minor);
    }

    @ParameterizedTest
    @CsvSource({"EUR, 1.005", "JPY, 1.5", "KWD, 1.2345", "EUR, -1", "EUR, 1e3", "EUR, '1,00'", "EUR, ''", "EUR, .",
            "EUR, 1234567890123456", "EUR, 1234567890123456789", "XAU, 1", "XXX, 1", "EURO, 1", "eur, 1", "EUR, ١"})
    void nextWhenAmountIsNoneThenRefusedAtItsPlace(String currency, String text) {
        String file = document(statement("S", balance("OPBD", currency, text, "CRDT"), ""));

        CamtRefusal refusal = refusal(file);
        assertThat(refusal.reason()).startsWith("Bal/Amt is ");
        assertThat(refusal.place()).isEqualTo(placeOf(file, "<Bal>", text.isEmpty() ? "<Bal>" : "<Amt"));
    }

    private static Place placeOf(String file, String line, String part) {
        List<String> lines = file.lines().toList();
        int row = lines.indexOf(lines.stream().filter(each -> each.contains(line)).findFirst().orElseThrow());
        return new Place(row + 1, lines.get(row).indexOf(part) + 1);
    }

    @Test
    void nextWhenEntriesDoNotAddUpThenBothFigures() {
        CamtRefusal refusal = refusal(valid().replace("12.50", "12.51"));

        assertThat(refusal).isInstanceOf(CamtRefusal.Unbalanced.class);
        assertThat(refusal.reason()).isEqualTo(
                "Statement S-1 closes with 12.51 EUR, but its opening balance and its entries make 12.50 EUR");
    }

    @Test
    void nextWhenOneOfSeveralStatementsDoesNotAddUpThenAllAreRefused() {
        String good = statement("A", ROOM, entry("1", "2.50"));

        assertThat(refusal(document(good, statement("B", ROOM, entry("1", "2.51")), good)))
                .isInstanceOfSatisfying(CamtRefusal.Unbalanced.class,
                        refusal -> assertThat(refusal.statement()).isEqualTo("B"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PDNG", "FUTR", "INFO"})
    void nextWhenNotBookedThenNotInTheSum(String status) {
        String file = document(statement("S", balance("OPBD", "1") + balance("CLBD", "1"),
                entry("1", "2.50").replace("BOOK", status)));

        assertThat(last(file)).isEqualTo(new CamtPart.Complete(1, 1, 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<MsgId>M</MsgId>                              |                       | GrpHdr/MsgId is missing",
            "<MsgId>M</MsgId>                              | <MsgId> </MsgId>      | GrpHdr/MsgId is missing",
            "<MsgId>M</MsgId>                              | <MsgId>M</MsgId><MsgId>N</MsgId> | GrpHdr/MsgId is there twice",
            "2026-03-02T06:15:00Z                          | 2026-02-29T06:15:00Z  | GrpHdr/CreDtTm is not as expected",
            "2026-03-02T06:15:00Z                          | yesterday             | GrpHdr/CreDtTm is not as expected",
            "2026-03-02T06:15:00Z                          | 2026-03-02T06:15:00+19:00 | GrpHdr/CreDtTm is not as expected",
            "<Id>S-1</Id>                                  |                       | Stmt/Id is missing",
            "<Id>S-1</Id>                                  | <Id>S<b/></Id>        | Id is not as expected: either elements or text",
            "<ElctrncSeqNb>1</ElctrncSeqNb>                | <ElctrncSeqNb>1.5</ElctrncSeqNb> | Stmt/ElctrncSeqNb is not as expected",
            "DE89370400440532013000                        | DE88370400440532013000 | Stmt/Acct/Id/IBAN is not as expected",
            "<IBAN>DE89370400440532013000</IBAN>           |                       | Stmt/Acct/Id/Othr/Id is missing",
            "<Ccy>EUR</Ccy>                                | <Ccy>USD</Ccy>        | Stmt is not as expected: one currency",
            "<Cd>OPBD</Cd>                                 | <Cd>XPCD</Cd>         | Stmt/Bal of OPBD is missing",
            "<Cd>CLBD</Cd>                                 | <Cd>CLAV</Cd>         | Stmt/Bal of CLBD is missing",
            "<Cd>CLBD</Cd>                                 | <Cd>OPBD</Cd>         | Stmt/Bal of OPBD is there twice",
            "<Cd>OPBD</Cd>                                 | <Prtry>OPBD</Prtry>   | Stmt/Bal of OPBD is missing",
            "<Amt Ccy=\"EUR\">10.00                        | <Amt>10.00            | Bal/Amt is not as expected: an attribute Ccy",
            "<Dt><Dt>2026-03-01</Dt></Dt>                  |                       | Bal/Dt/Dt is missing",
            "<Amt Ccy=\"EUR\">2.50                         | <Amt Ccy=\"USD\">2.50 | Ntry/Amt is not as expected: the currency of the account",
            "<Amt Ccy=\"EUR\">2.50</Amt>                   |                       | Ntry/Amt is missing",
            "<Cd>BOOK</Cd>                                 | <Prtry>BOOK</Prtry>   | Ntry/Sts is missing",
            "<Cd>BOOK</Cd>                                 | <Cd>book</Cd>         | Ntry/Sts/Cd is not as expected",
            "<Sts>                                         | <RvslInd>yes</RvslInd><Sts> | Ntry/RvslInd is not as expected",
            "<BookgDt><Dt>2026-03-01                       | <BookgDt><Dt>2026-02-30 | Ntry/BookgDt/Dt is not as expected",
            "<CdtDbtInd>CRDT</CdtDbtInd><Sts>              | <CdtDbtInd>+</CdtDbtInd><Sts> | Ntry/CdtDbtInd is not as expected",
            "<CdtDbtInd>CRDT</CdtDbtInd><Sts>              | <Sts>                 | Ntry/CdtDbtInd is missing",
            "</Ntry>                                       | </Ntry><Bal/>         | Stmt/Bal is there twice, or where it does not belong",
            "</Stmt>                                       | </Stmt><GrpHdr/>      | GrpHdr is there twice",
            "</BkToCstmrStmt>                              | </BkToCstmrStmt><BkToCstmrStmt/> | BkToCstmrStmt is there twice",
            "<Stmt>                                        | lost <Stmt>           | BkToCstmrStmt is not as expected: either elements",
            "</Document>                                   | </Document><x/>       | The XML cannot be read",
            "camt.053.001.08                               | camt.053.001.01       | It is no camt.053.001 of a version from 02 to 13, but Document of urn",
            "camt.053.001.08                               | camt.053.001.14       | It is no camt.053.001 of a version from 02 to 13",
            "camt.053.001.08                               | camt.052.001.08       | It is no camt.053.001 of a version from 02 to 13",
            "xmlns=                                        | about=                | It is no camt.053.001 of a version from 02 to 13, but Document of no namespace",
    })
    void nextWhenOneThingIsWrongThenRefusedForIt(String right, String wrong, String reason) {
        String replacement = wrong == null ? "" : wrong;
        String file = right.startsWith("<Dt>") || right.contains("OPBD") || right.contains("CLBD")
                ? replaceFirst(valid(), right, replacement)
                : valid().replace(right, replacement);

        assertThat(file).isNotEqualTo(valid());
        assertThat(refusal(file).reason()).startsWith(reason);
    }

    private static String replaceFirst(String text, String part, String other) {
        int at = text.indexOf(part);
        return text.substring(0, at) + other + text.substring(at + part.length());
    }

    @Test
    void nextWhenThereIsNoStatementThenRefused() {
        assertThat(refusal(document()).reason()).isEqualTo("Stmt is missing");
        assertThat(refusal("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"/>").reason())
                .isEqualTo("BkToCstmrStmt is missing");
    }

    @Test
    void nextWhenElementsAreOfAnotherNamespaceThenTheyAreNotThere() {
        assertThat(refusal(valid().replace("<Amt Ccy=\"EUR\">2.50", "<Amt xmlns=\"urn:x\" Ccy=\"EUR\">2.50")).reason())
                .isEqualTo("Ntry/Amt is missing");
    }

    @Test
    void nextWhenSupplementedThenTheSupplementIsNotRead() {
        String supplement = "<SplmtryData><Envlp><x xmlns=\"urn:x\"><Amt>1</Amt>text</x></Envlp></SplmtryData>";
        String file = valid().replace("</Ntry>", supplement + "</Ntry>").replace("</Stmt>", supplement + "</Stmt>")
                .replace("</BkToCstmrStmt>", supplement + "</BkToCstmrStmt>");

        assertThat(parts(file)).isEqualTo(parts(valid()));
    }

    @Test
    void nextWhenACardsWholeNumberIsToldThenRefused() {
        String card = "<CardTx><Card><PlainCardData><PAN>%s</PAN></PlainCardData></Card></CardTx>";
        String whole = card.formatted("4242424242424242");

        assertThat(refusal(valid().replace("</TxDtls>", whole + "</TxDtls>")).reason())
                .startsWith("It holds a card's whole number").doesNotContain("4242");
        assertThat(refusal(valid().replace("</Ntry>", whole + "</Ntry>"))).isInstanceOf(CamtRefusal.CardNumber.class);
        assertThat(parts(valid().replace("</TxDtls>", card.formatted("42424242") + "</TxDtls>")))
                .isEqualTo(parts(valid()));
    }

    /** Its direction is how it moves the account: a debit that is taken back comes in. */
    @Test
    void nextWhenReversedThenItsDirectionIsTheSign() {
        String reversal = entry("R", "2.50").replace("<Sts>", "<RvslInd>true</RvslInd><Sts>");
        String takenBack = reversal.replace("CRDT", "DBIT");

        assertThat(last(document(statement("S", ROOM, reversal)))).isInstanceOf(CamtPart.Complete.class);
        assertThat(last(document(statement("S", balance("OPBD", "12.50") + balance("CLBD", "10.00"), takenBack))))
                .isInstanceOf(CamtPart.Complete.class);
        assertThat(refusal(document(statement("S", ROOM, takenBack)))).isInstanceOf(CamtRefusal.Unbalanced.class);
    }

    @Test
    void nextWhenLastPartWasGivenThenIllegal() throws IOException {
        try (CamtReader reader = new CamtReader(stream("<no"), CamtLimits.standard())) {
            assertThat(reader.next()).isInstanceOf(CamtPart.Refused.class);
            assertThatIllegalStateException().isThrownBy(reader::next);
        }
    }

    @Test
    void nextWhenTheSourceFailsThenTheFileIsNotRefused() {
        InputStream failing = new InputStream() {

            @Override
            public int read() throws IOException {
                throw new IOException("connection lost");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new CamtReader(failing, CamtLimits.standard()).next())
                .withMessage("connection lost");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
