package dev.refill.gateways.paypal;

/** As many calls as may be are in flight, so this one was not sent. */
final class NoPlaceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoPlaceException() {
        super("no call more may be in flight", null, false, false);
    }
}
