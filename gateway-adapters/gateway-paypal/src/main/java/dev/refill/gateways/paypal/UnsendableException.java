package dev.refill.gateways.paypal;

/** A command that PayPal's API has no form for; found before anything was sent. */
final class UnsendableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message without anything secret: it is logged */
    UnsendableException(String message) {
        super(message, null, false, false);
    }
}
