package dev.refill.finance.reconcile.file;

import java.io.Serial;

/** A file is no file of lines; what came before its fault is good. */
public final class LineFileException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long line;

    LineFileException(long line, String reason) {
        super("line " + line + ": " + reason);
        this.line = line;
    }

    /** Which line of the file it is about, from 1. */
    public long line() {
        return line;
    }
}
