package dev.refill.sandbox.stripe.checkout;

import java.util.List;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** The operations on Checkout Sessions, by what they do. */
public final class CheckoutOperations {

    static final List<String> EXPANDABLE = List.of("payment_intent", "payment_intent.latest_charge",
            "payment_intent.payment_method", "line_items",
            "customer");

    private CheckoutOperations() {}

    public static Operation create() {
        return new CreateCheckout();
    }

    public static Operation expire() {
        return new ExpireCheckout();
    }

    public static Operation retrieve() {
        return new RetrieveCheckout();
    }

    public static Operation list(StripeJson json) {
        return new ListCheckouts(json);
    }

    static Checkout existing(Books books, String id) {
        Checkouts.expireOverdue(books);
        Checkout checkout = books.checkouts().find(id);
        if (checkout == null) {
            throw new Refusal(ApiError.notFound("checkout.session", id, "session"));
        }
        return checkout;
    }

    static Answer shown(Books books, Checkout checkout, List<String> expanded) {
        return new Answer.Shown(200, new Snapshot(checkout, books.paymentOf(checkout), expanded));
    }
}
