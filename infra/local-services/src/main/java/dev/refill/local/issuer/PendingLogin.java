package dev.refill.local.issuer;

import java.util.concurrent.atomic.AtomicInteger;

/** A user in front of the login page. */
record PendingLogin(AuthorizationRequest request, AtomicInteger failures) {

    private static final int MOST_FAILURES = 5;

    PendingLogin(AuthorizationRequest request) {
        this(request, new AtomicInteger());
    }

    /** Counts a wrong PIN and tells whether that was one too many. */
    boolean failOnceMore() {
        return failures.incrementAndGet() >= MOST_FAILURES;
    }
}
