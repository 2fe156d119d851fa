package dev.refill.sandbox.momo.payment;

import java.util.Locale;

import tools.jackson.databind.node.ObjectNode;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.momo.wire.Transfer;
import dev.refill.sandbox.wire.Json;

/** A request to pay as answers and callbacks have it. */
public final class PaymentJson {

    private PaymentJson() {}

    public static ObjectNode of(Payment payment) {
        ObjectNode json = Json.object();
        Charge charge = payment.charge();
        if (charge != null) {
            json.put("financialTransactionId", charge.id());
        }
        json.put("externalId", payment.metadata().get(Books.OPERATION_KEY))
                .put("amount", Transfer.decimal(payment.amount()))
                .put("currency", payment.currency().toUpperCase(Locale.ROOT))
                .put("payerMessage", payment.description())
                .put("payeeNote", payment.metadata().get(Asking.PAYEE_NOTE))
                .put("status", status(payment));
        json.putObject("payer").put("partyIdType", "MSISDN").put("partyId", payment.metadata().get(Asking.PAYER));
        if (payment.cancellationReason() != null) {
            json.putObject("reason").put("code", payment.cancellationReason()).put("message", "This is the sandbox.");
        }
        return json;
    }

    private static String status(Payment payment) {
        return switch (payment.status()) {
            case CAPTURED -> "SUCCESSFUL";
            case CANCELLED -> "FAILED";
            case AWAITING_METHOD, AWAITING_CONFIRMATION, AWAITING_CUSTOMER -> "PENDING";
        };
    }
}
