package dev.refill.sandbox.stripe.dispute;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** The operations on disputes, by what they do. */
public final class DisputeOperations {

    private DisputeOperations() {}

    public static Operation retrieve() {
        return new RetrieveDispute();
    }

    public static Operation close() {
        return new CloseDispute();
    }

    public static Operation list(StripeJson json) {
        return new ListDisputes(json);
    }

    static Dispute existing(Books books, String id) {
        Dispute dispute = books.disputes().find(id);
        if (dispute == null) {
            throw new Refusal(ApiError.notFound("dispute", id, "dispute"));
        }
        return dispute;
    }
}
