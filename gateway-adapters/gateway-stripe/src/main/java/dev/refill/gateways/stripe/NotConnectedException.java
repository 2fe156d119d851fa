package dev.refill.gateways.stripe;

import java.io.IOException;

import com.stripe.exception.ApiConnectionException;

/** No connection came about, so not a byte of the request can have reached Stripe. */
final class NotConnectedException extends ApiConnectionException {

    private static final long serialVersionUID = 1L;

    NotConnectedException(IOException cause) {
        super("no connection: " + cause.getClass().getSimpleName(), cause);
    }
}
