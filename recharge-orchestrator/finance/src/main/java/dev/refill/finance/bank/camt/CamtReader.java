package dev.refill.finance.bank.camt;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.bank.camt.CamtRefusal.Measure;

/**
 * Reads one file, part by part, as its caller asks for them: what is not asked for is not read, and only one structure is ever kept. It
 * blocks where its source does. Not for several threads at a time.
 */
public final class CamtReader implements AutoCloseable {

    /** To be raised by whoever changes which statements, entries and transactions are found in a file, or in which order. */
    public static final int VERSION = 1;

    private static final Pattern NAMESPACE = Pattern
            .compile("urn:iso:std:iso:20022:tech:xsd:camt\\.053\\.001\\.(0[2-9]|1[0-3])");
    private static final int LONGEST_NAME = 100;

    private final InputStream source;
    private final CamtLimits limits;
    /** What was read and not yet asked for. */
    private final Deque<CamtPart> parts = new ArrayDeque<>(2);
    private State state = State.BEFORE;
    private @Nullable XmlCursor cursor;
    private @Nullable ReadStatement statement;
    private @Nullable ReadEntry entry;
    private int page;
    private int statements;
    private int entries;
    private int transactions;

    /** @param source is read from where it is; it is closed with the reader */
    public CamtReader(InputStream source, CamtLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    /**
     * The next part. The last one is {@link CamtPart.Complete} or {@link CamtPart.Refused}.
     *
     * @throws IOException if the source fails; that says nothing of the file
     * @throws IllegalStateException after the last one
     */
    public CamtPart next() throws IOException {
        try {
            while (parts.isEmpty()) {
                read();
            }
        } catch (RefusedException e) {
            state = State.ENDED;
            parts.clear();
            return new CamtPart.Refused(e.refusal());
        }
        return parts.removeFirst();
    }

    /** Reads a piece, which may be a part or two, or none. */
    private void read() throws IOException {
        switch (state) {
            case BEFORE -> readHeader();
            case IN_MESSAGE -> readMessage(xml());
            case IN_STATEMENT -> readStatement(xml(), current(statement));
            case IN_ENTRY -> readEntry(xml(), current(statement), current(entry));
            case IN_DETAILS -> readDetails(xml(), current(entry));
            case ENDED -> throw new IllegalStateException("read to its end");
        }
    }

    private void readHeader() throws IOException {
        XmlCursor xml = XmlCursor.before(source, limits);
        cursor = xml;
        int version = version(xml.root(), xml);
        require(xml, "BkToCstmrStmt");
        require(xml, "GrpHdr");
        Leaves header = Leaves.of(xml, "GrpHdr", limits);
        Values values = new Values(header, limits);
        Integer told = values.countIfTold("MsgPgntn/PgNb");
        page = told == null ? 1 : told;
        parts.add(new CamtPart.Header(version, header.required("MsgId").text(), values.time("CreDtTm")));
        state = State.IN_MESSAGE;
    }

    private static int version(String root, XmlCursor xml) {
        Matcher known = NAMESPACE.matcher(xml.namespace());
        if (!known.matches() || !root.equals("Document")) {
            throw new RefusedException(
                    new CamtRefusal.OtherDocument(shown(root) + " of " + shown(xml.namespace()), xml.place()));
        }
        return Integer.parseInt(known.group(1));
    }

    private static String shown(String name) {
        String plain = name.replaceAll("[^\\x21-\\x7e]", "?");
        return plain.isEmpty() ? "no namespace" : plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    }

    private static void require(XmlCursor xml, String element) throws IOException {
        Place place = xml.place();
        if (!element.equals(xml.child())) {
            throw new RefusedException(new CamtRefusal.Missing(element, place));
        }
    }

    private void readMessage(XmlCursor xml) throws IOException {
        String child = xml.child();
        if (child == null) {
            complete(xml);
        } else if (child.equals("Stmt")) {
            requireRoom(statements, limits.statements(), Measure.STATEMENTS, xml);
            statement = new ReadStatement(++statements, page, xml.place(), limits);
            state = State.IN_STATEMENT;
        } else if (child.equals("GrpHdr")) {
            throw new RefusedException(new CamtRefusal.Misplaced(child, xml.place()));
        } else {
            xml.skip();
        }
    }

    private void complete(XmlCursor xml) throws IOException {
        if (statements == 0) {
            throw new RefusedException(new CamtRefusal.Missing("Stmt", xml.place()));
        }
        String second = xml.child();
        if (second != null) {
            throw new RefusedException(new CamtRefusal.Misplaced(second, xml.place()));
        }
        xml.end();
        parts.add(new CamtPart.Complete(statements, entries, transactions));
        state = State.ENDED;
    }

    private void readStatement(XmlCursor xml, ReadStatement current) throws IOException {
        String child = xml.child();
        if ((child == null || child.equals("Ntry")) && !current.isOpen()) {
            parts.add(current.open());
        }
        if (child == null) {
            parts.add(current.close(xml.place()));
            state = State.IN_MESSAGE;
        } else if (child.equals("Ntry")) {
            requireRoom(entries, limits.entries(), Measure.ENTRIES, xml);
            entries++;
            entry = new ReadEntry(current.ordinal(), current.nextEntry(), xml.place(), limits);
            state = State.IN_ENTRY;
        } else {
            current.read(xml, child);
        }
    }

    private void readEntry(XmlCursor xml, ReadStatement of, ReadEntry current) throws IOException {
        String child = xml.child();
        if (child == null) {
            CamtPart.Entry read = current.entry();
            of.add(read, current.place());
            parts.add(read);
            state = State.IN_STATEMENT;
        } else if (child.equals("NtryDtls")) {
            state = State.IN_DETAILS;
        } else {
            current.read(xml, child);
        }
    }

    private void readDetails(XmlCursor xml, ReadEntry of) throws IOException {
        String child = xml.child();
        if (child == null) {
            state = State.IN_ENTRY;
        } else if (child.equals("Btch")) {
            of.readBatch(xml);
        } else if (child.equals("TxDtls")) {
            requireRoom(transactions, limits.transactions(), Measure.TRANSACTIONS, xml);
            transactions++;
            parts.add(of.readTransaction(xml));
        } else {
            xml.skip();
        }
    }

    private static void requireRoom(int have, int most, Measure measure, XmlCursor xml) {
        if (have == most) {
            throw new RefusedException(new CamtRefusal.TooMuch(measure, most, xml.place()));
        }
    }

    private XmlCursor xml() {
        return current(cursor);
    }

    private static <T> T current(@Nullable T open) {
        if (open == null) {
            throw new IllegalStateException("nothing is open");
        }
        return open;
    }

    /** Closes the source, wherever the reader is. */
    @Override
    public void close() throws IOException {
        if (cursor == null) {
            source.close();
        } else {
            cursor.close();
        }
    }

    /** What the cursor stands in. */
    private enum State {
        BEFORE,
        IN_MESSAGE,
        IN_STATEMENT,
        IN_ENTRY,
        IN_DETAILS,
        ENDED
    }
}
