package dev.refill.sandbox.momo.wire;

import static java.util.Objects.requireNonNull;

/** The request is refused and has changed nothing. Thrown before anything is recorded; caught in one place. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient MomoError error;

    public Refusal(MomoError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public MomoError error() {
        return requireNonNull(error);
    }
}
