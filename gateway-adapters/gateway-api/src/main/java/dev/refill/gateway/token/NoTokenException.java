package dev.refill.gateway.token;

import dev.refill.gateway.NotSent;

/** The provider gave us no access token, so the request that it was for was not sent. */
public final class NoTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient NotSent outcome;

    public NoTokenException(NotSent outcome) {
        super("no access token: " + outcome.reason());
        this.outcome = outcome;
    }

    /** What became of the request that the token was for. */
    public NotSent outcome() {
        return outcome;
    }
}
