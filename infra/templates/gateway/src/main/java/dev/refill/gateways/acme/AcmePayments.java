package dev.refill.gateways.acme;

import java.util.Map;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.Declined;
import dev.refill.gateway.Money;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.json.StrictJson;

/** What Acme's pages and payments say, in our words. What does not fit throws: the answer is unreadable then. */
final class AcmePayments {

    private AcmePayments() {}

    /** A hosted page, which decides by what was paid: while it is open a refused card is not the end. */
    static PaymentObservation ofPage(JsonNode page) {
        throw new UnsupportedOperationException("AcmePayments.ofPage is to be written: how a page stands, " + page.size()
                + " fields");
    }

    static PaymentObservation ofPayment(JsonNode payment) {
        throw new UnsupportedOperationException("AcmePayments.ofPayment is to be written: how a payment stands, "
                + payment.size() + " fields");
    }

    static Map<String, ?> amount(Money money) {
        return Map.of("value", AcmeAmounts.toAcme(money), "currency", money.currency().getCurrencyCode());
    }

    static Money money(JsonNode amount) {
        var value = amount.path("value");
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("amount: without a whole value");
        }
        return AcmeAmounts.fromAcme(value.longValue(), StrictJson.text(amount, "currency"));
    }

    /** @param retriable whether the same payment still accepts another card */
    static Declined declined(ProviderReference reference, String code, boolean retriable) {
        return new Declined(reference, AcmeDeclines.reason(code), AcmeDeclines.rawCode(code), retriable);
    }
}
