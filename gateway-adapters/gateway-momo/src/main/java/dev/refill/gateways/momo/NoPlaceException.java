package dev.refill.gateways.momo;

/** Too many calls are in flight, so this one was not sent. */
final class NoPlaceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoPlaceException() {
        super("too many calls in flight", null, false, false);
    }
}
