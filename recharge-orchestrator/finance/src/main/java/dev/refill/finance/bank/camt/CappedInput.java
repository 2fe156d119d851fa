package dev.refill.finance.bank.camt;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;

import dev.refill.finance.bank.camt.CamtRefusal.Measure;

/**
 * Ends a file that is too long, and a piece of markup that is. A parser keeps a piece of markup whole, so what it may take is bounded
 * here, where no kind of markup can be forgotten.
 */
final class CappedInput extends InputStream {

    private final InputStream source;
    private final CamtLimits limits;
    private long read;
    private long tokenBegin;

    CappedInput(InputStream source, CamtLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    /** The parser is asked for the next piece. What it has read ahead before counts for the piece before. */
    void beginToken() {
        tokenBegin = read;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = readSource(into, offset, length);
        read += Math.max(count, 0);
        if (read > limits.bytes()) {
            throw new Exceeded(Measure.BYTES, limits.bytes());
        }
        if (read - tokenBegin > limits.token()) {
            throw new Exceeded(Measure.BYTES_OF_MARKUP, limits.token());
        }
        return count;
    }

    private int readSource(byte[] into, int offset, int length) throws IOException {
        try {
            return source.read(into, offset, length);
        } catch (IOException e) {
            throw new SourceFailed(e);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** Passes through the parser, which knows only these. */
    static final class Exceeded extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;

        private final Measure measure;
        private final long most;

        Exceeded(Measure measure, long most) {
            super(measure.words());
            this.measure = measure;
            this.most = most;
        }

        CamtRefusal at(Place place) {
            return new CamtRefusal.TooMuch(measure, most, place);
        }
    }

    /** What the parser throws of the file's bytes are of the same kind. */
    static final class SourceFailed extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;

        private final IOException source;

        SourceFailed(IOException source) {
            super(source);
            this.source = source;
        }

        IOException source() {
            return source;
        }
    }
}
