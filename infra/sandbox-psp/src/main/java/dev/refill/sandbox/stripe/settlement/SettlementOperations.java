package dev.refill.sandbox.stripe.settlement;

import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Operation;

/** The operations on payouts and on what they are made of, by what they do. */
public final class SettlementOperations {

    private SettlementOperations() {}

    public static Operation listPayouts() {
        return new ListPayouts();
    }

    public static Operation retrievePayout() {
        return new RetrievePayout();
    }

    public static Operation listTransactions(StripeJson json) {
        return new ListTransactions(json);
    }
}
