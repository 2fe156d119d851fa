package dev.refill.gateway.http;

import java.io.Serial;

import dev.refill.gateway.Unresolved;

/** No answer came, or none that could be read to its end; says how far the request came. */
public final class NoAnswerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Unresolved outcome;

    NoAnswerException(Unresolved outcome) {
        super(outcome.toString(), null, false, false);
        this.outcome = outcome;
    }

    /** The outcome of whatever was called for: not sent, or unknown. */
    public Unresolved outcome() {
        return outcome;
    }
}
