package dev.refill.idempotency.web;

/** A request body is longer than allowed; the rest of it was not read. */
final class BodyTooLarge extends RuntimeException {

    private static final long serialVersionUID = 1;

    BodyTooLarge(int atMost) {
        super("body: longer than " + atMost + " bytes", null, false, false);
    }
}
