package dev.refill.gateways.momo;

import dev.refill.gateway.NotSent;

/** MTN gave us no access token, so the request that it was for was not sent. */
final class NoTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient NotSent outcome;

    NoTokenException(NotSent outcome) {
        super("no access token: " + outcome.reason());
        this.outcome = outcome;
    }

    NotSent outcome() {
        return outcome;
    }
}
