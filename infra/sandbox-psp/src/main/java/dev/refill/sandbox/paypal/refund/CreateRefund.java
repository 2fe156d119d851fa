package dev.refill.sandbox.paypal.refund;

import java.util.HashMap;
import java.util.Map;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.RefundStatus;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.paypal.order.Orders;
import dev.refill.sandbox.paypal.wire.Amount;
import dev.refill.sandbox.paypal.wire.Call;
import dev.refill.sandbox.paypal.wire.Operation;
import dev.refill.sandbox.paypal.wire.PaypalError;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;

/** {@code POST /v2/payments/captures/{id}/refund}; without an amount, of all that is left. */
public final class CreateRefund implements Operation {

    private static final String EVENT = Orders.EVENTS + "PAYMENT.CAPTURE.REFUNDED";

    @Override
    public Subject on(Books books, Call call) {
        Payment capture = books.payments().find(call.id());
        if (capture == null) {
            throw new Refusal(PaypalError.missing());
        }
        Charge charge = capture.charge();
        if (charge == null || capture.status() != PaymentStatus.CAPTURED) {
            throw new Refusal(PaypalError.unprocessable("CAPTURE_STATUS_NOT_VALID", "This capture brought nothing."));
        }
        return refunded(books, capture, charge, amount(call, capture, charge), metadata(call));
    }

    private static long amount(Call call, Payment capture, Charge charge) {
        if (charge.left() == 0) {
            throw new Refusal(PaypalError.unprocessable("CAPTURE_FULLY_REFUNDED", "Nothing is left of this capture."));
        }
        if (call.body().path("amount").isMissingNode()) {
            return charge.left();
        }
        Amount amount = Amount.read(call.body().path("amount"));
        if (!amount.currency().equals(capture.currency())) {
            throw new Refusal(PaypalError.unprocessable("REFUND_CAPTURE_CURRENCY_MISMATCH",
                    "The currency is not the capture's."));
        }
        if (amount.minor() > charge.left()) {
            throw new Refusal(PaypalError.unprocessable("REFUND_AMOUNT_EXCEEDED",
                    "Less than this is left of the capture."));
        }
        return amount.minor();
    }

    private static Map<String, String> metadata(Call call) {
        Map<String, String> metadata = new HashMap<>();
        if (call.requestId() != null) {
            metadata.put(Books.OPERATION_KEY, call.requestId());
        }
        String customId = Json.text(call.body(), Orders.CUSTOM_ID);
        if (!customId.isEmpty()) {
            metadata.put(Orders.CUSTOM_ID, customId);
        }
        return Map.copyOf(metadata);
    }

    private static Refund refunded(Books books, Payment capture, Charge charge, long amount,
            Map<String, String> metadata) {
        Refund refund = new Refund(Orders.newId(books), charge.id(), capture.id(), amount, capture.currency(),
                RefundStatus.SUCCEEDED, null, null, 0, null, metadata, books.now());
        books.record(new Change.PaymentStands(capture.withCharge(charge.plusRefunded(amount))));
        books.record(new Change.RefundStands(refund));
        books.happened(EVENT, refund, Cause.CUSTOMER);
        return refund;
    }
}
