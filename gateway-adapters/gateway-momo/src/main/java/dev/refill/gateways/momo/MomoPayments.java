package dev.refill.gateways.momo;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Declined;
import dev.refill.gateway.Money;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.json.StrictJson;

/** What a request to pay says, in an answer or a callback, in our words. */
final class MomoPayments {

    private MomoPayments() {}

    /**
     * A status that MTN added later is one that it works on: it will say more.
     *
     * @param reference ours, as MTN's object does not repeat it
     * @throws UnreadableAnswerException if it is no request to pay
     */
    static PaymentObservation of(ProviderReference reference, JsonNode payment) {
        return switch (status(payment)) {
            case "SUCCESSFUL" -> new Approved(reference, money(payment));
            case "FAILED" -> declined(reference, MomoDeclines.rawCode(payment));
            default -> new Pending(reference);
        };
    }

    /** A request that failed stays so: another try is another request. */
    static Declined declined(ProviderReference reference, String code) {
        return new Declined(reference, MomoDeclines.reason(code), code, false);
    }

    static String status(JsonNode object) {
        var status = StrictJson.text(object, "status");
        if (!status.matches("[A-Z_]{1,32}")) {
            throw new UnreadableAnswerException("no status");
        }
        return status;
    }

    /** Amounts are texts by the specification and numbers in some of its examples. */
    static Money money(JsonNode object) {
        var amount = object.path("amount");
        return MomoAmounts.fromMomo(amount.isNumber() ? amount.asString() : amount.stringValue(""),
                StrictJson.text(object, "currency"));
    }

    /** Ours in the object; empty for one that is not ours. */
    static String operationKey(JsonNode object) {
        return StrictJson.text(object, "externalId");
    }
}
