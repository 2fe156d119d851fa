package dev.refill.ledger;

/** The books gave no answer to a question or a post. */
public final class LedgerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the caller may conclude. */
    public enum Code {
        /** The connection or the database failed, or took too long: it is not known whether the entry was written. Repeat with the same id. */
        OUTCOME_UNKNOWN,
        /** The books are too busy just now and nothing was written. Repeat with the same id. */
        BUSY,
        /** The database refuses the entry for good, as when a balance would leave the range of a long. Nothing was written. */
        REFUSED
    }

    private final Code code;

    LedgerException(Code code, Throwable cause) {
        super("ledger: " + code, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
