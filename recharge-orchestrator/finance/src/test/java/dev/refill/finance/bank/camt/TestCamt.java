package dev.refill.finance.bank.camt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A file that is right, of which a test changes what it is about. */
public final class TestCamt {

    public static final String IBAN = "DE89370400440532013000";

    private TestCamt() {}

    /** From 10.00 EUR by one entry of 2.50 EUR to 12.50 EUR. */
    public static String valid() {
        return document(statement("S-1", balance("OPBD", "10.00") + balance("CLBD", "12.50"), entry("L-1", "2.50")));
    }

    public static String document(String... statements) {
        return """
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
            <BkToCstmrStmt>
            <GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-02T06:15:00Z</CreDtTm></GrpHdr>
            %s</BkToCstmrStmt>
            </Document>
            """.formatted(String.join("", statements));
    }

    public static String statement(String id, String balances, String entries) {
        return """
            <Stmt><Id>%s</Id><ElctrncSeqNb>1</ElctrncSeqNb>
            <Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>
            %s%s</Stmt>
            """.formatted(id, IBAN, balances, entries);
    }

    /** In euros, in favour of the account's owner. */
    public static String balance(String code, String amount) {
        return balance(code, "EUR", amount, "CRDT");
    }

    public static String balance(String code, String currency, String amount, String direction) {
        return """
            <Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="%s">%s</Amt><CdtDbtInd>%s</CdtDbtInd>\
            <Dt><Dt>2026-03-01</Dt></Dt></Bal>
            """.formatted(code, currency, amount, direction);
    }

    /** A booked credit in euros, of one transaction. */
    public static String entry(String reference, String amount) {
        return """
            <Ntry><NtryRef>%s</NtryRef><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
            <BookgDt><Dt>2026-03-01</Dt></BookgDt><BkTxCd/>\
            <NtryDtls><TxDtls><Refs><EndToEndId>e2e-%1$s</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>
            """.formatted(reference, amount);
    }

    /** A statement of entries of one euro each, which are called {@code L-1} and so on. */
    public static String statementOf(String id, int entries) {
        StringBuilder lines = new StringBuilder();
        for (int number = 1; number <= entries; number++) {
            lines.append(entry("L-" + number, "1.00"));
        }
        return statement(id, balance("OPBD", "0.00") + balance("CLBD", entries + ".00"), lines.toString());
    }

    static byte[] sample(int version) {
        String name = "v%02d.xml".formatted(version);
        try (InputStream file = Objects.requireNonNull(TestCamt.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<CamtPart> parts(String document) {
        return parts(document.getBytes(StandardCharsets.UTF_8));
    }

    static List<CamtPart> parts(byte[] file) {
        return parts(new ByteArrayInputStream(file), CamtLimits.standard());
    }

    static List<CamtPart> parts(InputStream file, CamtLimits limits) {
        List<CamtPart> parts = new ArrayList<>();
        try (CamtReader reader = new CamtReader(file, limits)) {
            do {
                parts.add(reader.next());
            } while (!isLast(parts.getLast()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts;
    }

    /** Only the last part is kept. */
    static CamtPart last(InputStream file, CamtLimits limits) {
        try (CamtReader reader = new CamtReader(file, limits)) {
            CamtPart part;
            do {
                part = reader.next();
            } while (!isLast(part));
            return part;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CamtPart last(String document) {
        return parts(document).getLast();
    }

    /** @throws AssertionError if it is not refused */
    static CamtRefusal refusal(CamtPart last) {
        if (last instanceof CamtPart.Refused(CamtRefusal refusal)) {
            return refusal;
        }
        throw new AssertionError("not refused: " + last);
    }

    static CamtRefusal refusal(String document) {
        return refusal(last(document));
    }

    private static boolean isLast(CamtPart part) {
        return part instanceof CamtPart.Complete || part instanceof CamtPart.Refused;
    }
}
