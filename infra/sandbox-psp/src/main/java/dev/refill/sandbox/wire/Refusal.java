package dev.refill.sandbox.wire;

import static java.util.Objects.requireNonNull;

/** The request is refused and has changed nothing. Thrown before anything is recorded; caught in one place. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProviderError error;

    public Refusal(ProviderError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** What the provider answers. */
    public Reply reply() {
        return requireNonNull(error).reply();
    }
}
