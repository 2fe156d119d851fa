package dev.refill.sandbox.stripe.wire;

/**
 * The request is refused and has changed nothing. Thrown while parameters are read and before anything is recorded;
 * caught in one place.
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    public Refusal(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }
}
