package dev.refill.sandbox.paypal.order;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Decline;
import dev.refill.sandbox.paypal.wire.PaypalError;

/** What a payer may choose to pay by, and what becomes of it when the order is captured. */
public enum Funding {
    BALANCE("Balance, which pays", null, null),
    /** PayPal completes such an order, by a capture that brings nothing. */
    EMPTY_ACCOUNT("An account without money: the capture is declined", "5120", null),
    REFUSED_CARD("A card that is refused: you may choose another", null, "INSTRUMENT_DECLINED"),
    RESTRICTED_PAYER("An account that may not pay", null, "PAYER_ACCOUNT_RESTRICTED");

    private final String label;
    private final @Nullable String processorCode;
    private final @Nullable String issue;

    /**
     * @param processorCode of a capture that comes to nothing
     * @param issue of an answer without a capture
     */
    Funding(String label, @Nullable String processorCode, @Nullable String issue) {
        this.label = label;
        this.processorCode = processorCode;
        this.issue = issue;
    }

    /** Null for what is none. */
    public static @Nullable Funding named(@Nullable String name) {
        return Arrays.stream(values()).filter(one -> one.name().equals(name)).findFirst().orElse(null);
    }

    /** For payers. */
    public String label() {
        return label;
    }

    /** Why a capture comes to nothing; null when it does not. */
    @Nullable
    Decline decline() {
        return processorCode == null ? null : new Decline(processorCode, null, label);
    }

    /** Why there is no capture at all; null when there is one. */
    @Nullable
    PaypalError error() {
        return issue == null ? null : PaypalError.unprocessable(issue, label);
    }
}
