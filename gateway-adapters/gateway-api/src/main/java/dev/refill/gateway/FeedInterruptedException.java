package dev.refill.gateway;

import java.io.Serial;

/** A feed could not be read to its end; what was read is good. */
public final class FeedInterruptedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    FeedInterruptedException(Unresolved outcome) {
        super("event feed: " + outcome);
    }
}
