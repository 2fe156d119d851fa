package dev.refill.sandbox.adyen.payment;

import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.adyen.wire.AdyenError;
import dev.refill.sandbox.adyen.wire.Call;
import dev.refill.sandbox.adyen.wire.Operation;
import dev.refill.sandbox.adyen.wire.Order;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;

/** {@code POST /payments}, of a stored card. */
public final class CreatePayment implements Operation {

    private final String merchant;

    public CreatePayment(String merchant) {
        this.merchant = merchant;
    }

    @Override
    public Subject on(Books books, Call call) {
        Order order = Order.read(call, merchant);
        JsonNode method = call.body().path("paymentMethod");
        Verdict verdict = TestCards.stored(Json.text(method, "storedPaymentMethodId"));
        if (verdict == null || Json.text(call.body(), "shopperReference").isEmpty()) {
            throw new Refusal(AdyenError.card());
        }
        return Attempts.make(books, order.amount(), order.currency(), order.metadata(), null, verdict);
    }
}
