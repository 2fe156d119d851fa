package dev.refill.gateway;

import java.io.Serial;

/** A provider's list could not be read to its end; what was read is good. */
public final class FeedInterruptedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    FeedInterruptedException(Unresolved outcome) {
        super("provider's list: " + outcome);
    }
}
