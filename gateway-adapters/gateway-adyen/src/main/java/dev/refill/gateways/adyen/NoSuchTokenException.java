package dev.refill.gateways.adyen;

/** A token of a form that Adyen has never given; found before anything was sent. */
final class NoSuchTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message without anything secret */
    NoSuchTokenException(String message) {
        super(message, null, false, false);
    }
}
