package dev.refill.gateways.momo;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Translation.Reason;
import dev.refill.gateway.json.StrictJson;

/**
 * What a callback says. It is a request to pay as a look-up has it, without an id of the event or a time: the fact is how
 * the payment stands, and its key leads to its id.
 */
final class MomoEvents {

    Translation translate(byte[] body) {
        var observed = read(body);
        return observed == null
                ? new NotUnderstood(Reason.UNREADABLE_OBJECT, "not a request to pay")
                : new Events(List.of(observed));
    }

    /** @return {@code null} for whatever is no request to pay with a key */
    @Nullable
    PaymentObserved read(byte[] body) {
        var callback = StrictJson.object(body);
        try {
            return callback == null ? null : observed(callback);
        } catch (RuntimeException e) {
            // Whatever is missing in the object or does not fit.
            return null;
        }
    }

    private static PaymentObserved observed(JsonNode callback) {
        var key = new OperationKey(MomoPayments.operationKey(callback));
        var reference = ReferenceIds.of(key);
        return new PaymentObserved(MomoGateway.ID, reference + ":" + MomoPayments.status(callback), Instant.EPOCH, key,
                MomoPayments.of(reference, callback));
    }
}
