package dev.refill.sandbox.adyen.wire;

import static java.util.Objects.requireNonNull;

/** The request is refused and has changed nothing. Thrown before anything is recorded; caught in one place. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient AdyenError error;

    public Refusal(AdyenError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public AdyenError error() {
        return requireNonNull(error);
    }
}
