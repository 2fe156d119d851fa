package dev.refill.idempotency;

import org.springframework.web.server.ServerWebExchange;

/** What a handler says about its own answer. */
public final class Idempotency {

    private static final String NOTHING_BEGAN = Idempotency.class.getName() + ".nothingBegan";

    private Idempotency() {}

    /**
     * Declares that the answer was given before anything began: it is not stored and the key is free again, for any
     * payload. Meant for requests that failed validation (400, 401, 403, 413, 415, 422 of the handler's own); never for
     * one that wrote or sent something. Harmless where no key is in play.
     */
    public static void nothingBegan(ServerWebExchange exchange) {
        exchange.getAttributes().put(NOTHING_BEGAN, true);
    }

    /** Whether that was declared. */
    public static boolean hasNothingBegun(ServerWebExchange exchange) {
        return exchange.getAttributes().containsKey(NOTHING_BEGAN);
    }
}
