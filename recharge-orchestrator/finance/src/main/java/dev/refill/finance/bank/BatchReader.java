package dev.refill.finance.bank;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.bank.camt.CamtLimits;
import dev.refill.finance.bank.camt.CamtPart;
import dev.refill.finance.bank.camt.CamtReader;

/**
 * Reads what is to be kept of a file, in batches. What was kept before is read over: a file says the same each time, so the parts that
 * come first are those that are kept. It blocks where its source does.
 */
final class BatchReader implements AutoCloseable {

    /**
     * Of the file, for one batch: what is kept by one statement takes several times that in memory, here and in the database, and whoever
     * reads over what is kept shows in between that it is alive.
     */
    private static final int MOST_BYTES = 1 << 20;

    private final Counted file;
    private final CamtReader reader;
    private final int size;
    private final long kept;
    private long seen;

    /**
     * @param kept how many parts were kept before
     * @param size of a batch
     */
    BatchReader(InputStream file, CamtLimits limits, long kept, int size) {
        this.file = new Counted(file);
        this.reader = new CamtReader(this.file, limits);
        this.kept = kept;
        this.size = size;
    }

    /** The next batch, which may have nothing new; one that has a last part is the last. */
    Batch next() {
        Draft draft = new Draft();
        long enough = file.read + MOST_BYTES;
        while (draft.size() < size && draft.last == null && file.read < enough) {
            add(read(), draft);
        }
        return draft.batch(Math.max(kept, seen - draft.size()));
    }

    private CamtPart read() {
        try {
            return reader.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(CamtPart part, Draft draft) {
        switch (part) {
            case CamtPart.Statement statement when isNew() -> draft.statements.add(statement);
            case CamtPart.Transaction transaction when isNew() -> draft.transactions.add(transaction);
            case CamtPart.Entry entry when isNew() -> draft.entries.add(entry);
            case CamtPart.Complete last -> draft.last = last;
            case CamtPart.Refused last -> draft.last = last;
            case CamtPart.Statement old -> {
            }
            case CamtPart.Transaction old -> {
            }
            case CamtPart.Entry old -> {
            }
            case CamtPart.Header header -> {
            }
            case CamtPart.StatementEnd end -> {
            }
        }
    }

    /** To be asked once for each part that is to be kept. */
    private boolean isNew() {
        return seen++ >= kept;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Counted extends FilterInputStream {

        long read;

        Counted(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            read += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            read += Math.max(count, 0);
            return count;
        }
    }

    private static final class Draft {

        final List<CamtPart.Statement> statements = new ArrayList<>();
        final List<CamtPart.Transaction> transactions = new ArrayList<>();
        final List<CamtPart.Entry> entries = new ArrayList<>();
        @Nullable
        CamtPart last;

        int size() {
            return statements.size() + transactions.size() + entries.size();
        }

        Batch batch(long from) {
            return new Batch(from, List.copyOf(statements), List.copyOf(transactions), List.copyOf(entries), last);
        }
    }
}
