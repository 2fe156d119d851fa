package dev.refill.gateways.paypal;

/** No connection came about, so not a byte of the request can have reached PayPal. */
final class NotConnectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotConnectedException(Throwable cause) {
        super("no connection: " + cause.getClass().getSimpleName(), cause);
    }
}
