package dev.refill.sandbox.momo.refund;

import java.util.Locale;

import tools.jackson.databind.node.ObjectNode;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.momo.wire.Call;
import dev.refill.sandbox.momo.wire.MomoError;
import dev.refill.sandbox.momo.wire.Operation;
import dev.refill.sandbox.momo.wire.Transfer;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;
import dev.refill.sandbox.wire.Reply;

/** {@code GET /disbursement/v1_0/refund/{reference}} */
public final class ReadRefund implements Operation {

    @Override
    public Reply on(Books books, Call call) {
        GivingBack.settleDue(books);
        Refund refund = books.refunds().find(call.reference());
        if (refund == null) {
            throw new Refusal(MomoError.unknownTransaction());
        }
        return Json.reply(200, json(refund));
    }

    private static ObjectNode json(Refund refund) {
        return Json.object()
                .put("externalId", refund.metadata().get(Books.OPERATION_KEY))
                .put("amount", Transfer.decimal(refund.amount()))
                .put("currency", refund.currency().toUpperCase(Locale.ROOT))
                .put("status", status(refund));
    }

    private static String status(Refund refund) {
        return switch (refund.status()) {
            case PENDING -> "PENDING";
            case SUCCEEDED -> "SUCCESSFUL";
            case FAILED -> "FAILED";
        };
    }
}
