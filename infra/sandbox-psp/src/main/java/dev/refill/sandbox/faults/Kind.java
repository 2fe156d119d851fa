package dev.refill.sandbox.faults;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The ways in which things go wrong. */
public enum Kind {
    /** The request waits before it acts; its idempotency key is in use meanwhile. */
    @JsonProperty("delay_before")
    DELAY_BEFORE,
    /** The request acts, and its answer waits; its idempotency key is in use meanwhile. */
    @JsonProperty("delay")
    DELAY,
    /** The connection is closed and nothing was done. */
    @JsonProperty("lose_request")
    LOSE_REQUEST,
    /** Everything was done, and the connection is closed without an answer. */
    @JsonProperty("lose_answer")
    LOSE_ANSWER,
    /** 500 and nothing was done; the 500 is kept under the idempotency key. */
    @JsonProperty("error_before")
    ERROR_BEFORE,
    /** Everything was done, and the answer is 500; the 500 is kept under the idempotency key. */
    @JsonProperty("error_after")
    ERROR_AFTER,
    /** 429 with {@code Retry-After: count}; nothing was done, nothing is kept. */
    @JsonProperty("rate_limit")
    RATE_LIMIT,
    /** 409 {@code lock_timeout}; nothing was done, nothing is kept. */
    @JsonProperty("conflict")
    CONFLICT,
    /** 404 and a page, as from a machine that is not Stripe's; nothing was done, nothing is kept. */
    @JsonProperty("wrong_address")
    WRONG_ADDRESS,
    /** A search finds nothing: its index is behind. Other requests are not concerned. */
    @JsonProperty("search_behind")
    SEARCH_BEHIND,
    /** {@code count} more copies of an event are delivered at once. */
    @JsonProperty("webhook_duplicate")
    WEBHOOK_DUPLICATE,
    /** {@code count} events are gathered (for at most {@code millis}) and delivered in an order drawn from {@code seed}. */
    @JsonProperty("webhook_reorder")
    WEBHOOK_REORDER,
    /** An event is first delivered after {@code millis}. */
    @JsonProperty("webhook_delay")
    WEBHOOK_DELAY,
    /** An event is held back until the switch is cleared or the events are released. */
    @JsonProperty("webhook_withhold")
    WEBHOOK_WITHHOLD,
    /** An event is delivered with {@code api_version} set to {@code value}. */
    @JsonProperty("webhook_api_version")
    WEBHOOK_API_VERSION,
    /** An event is delivered with {@code type} set to {@code value}. */
    @JsonProperty("webhook_type")
    WEBHOOK_TYPE;

    public boolean ofWebhooks() {
        return name().startsWith("WEBHOOK_");
    }
}
