package dev.refill.sandbox.stripe.payment;

import java.util.List;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** The operations on PaymentIntents and charges, by what they do. */
public final class PaymentOperations {

    static final List<String> EXPANDABLE = List.of("latest_charge", "payment_method", "customer",
            "latest_charge.balance_transaction", "latest_charge.payment_intent");
    static final List<String> EXPANDABLE_IN_LISTS = List.of("data.latest_charge", "data.payment_method",
            "data.customer");

    private PaymentOperations() {}

    public static Operation create() {
        return new CreatePayment();
    }

    public static Operation confirm() {
        return new ConfirmPayment();
    }

    public static Operation cancel() {
        return new CancelPayment();
    }

    public static Operation retrieve() {
        return new RetrievePayment();
    }

    public static Operation list(StripeJson json) {
        return new ListPayments(json);
    }

    public static Operation search(StripeJson json) {
        return new SearchPayments(json);
    }

    public static Operation retrieveCharge() {
        return new RetrieveCharge();
    }

    public static Operation listCharges(StripeJson json) {
        return new ListCharges(json);
    }

    public static Operation deleteCustomer() {
        return new DeleteCustomer();
    }

    static Payment existing(Books books, String id) {
        Payment payment = books.payments().find(id);
        if (payment == null) {
            throw new Refusal(ApiError.notFound("payment_intent", id, "intent"));
        }
        return payment;
    }

    static List<String> withoutData(List<String> expanded) {
        return expanded.stream().map(one -> one.substring("data.".length())).toList();
    }
}
