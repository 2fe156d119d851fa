package dev.refill.sandbox.stripe.refund;

import java.util.List;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** The operations on refunds, by what they do. */
public final class RefundOperations {

    /** Accepted and left as ids: clients ask for them out of habit. */
    static final List<String> EXPANDABLE = List.of("balance_transaction");

    private RefundOperations() {}

    public static Operation create() {
        return new CreateRefund();
    }

    public static Operation retrieve() {
        return new RetrieveRefund();
    }

    public static Operation list(StripeJson json) {
        return new ListRefunds(json);
    }

    static Refund existing(Books books, String id) {
        Refunding.settleDue(books);
        Refund refund = books.refunds().find(id);
        if (refund == null) {
            throw new Refusal(ApiError.notFound("refund", id, "refund"));
        }
        return refund;
    }
}
