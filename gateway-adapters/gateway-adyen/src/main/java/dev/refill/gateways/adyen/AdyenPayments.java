package dev.refill.gateways.adyen;

import java.net.URI;
import java.util.Map;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.Money;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.json.StrictJson;

/** What Adyen's payment links and payments say, in our words. What does not fit throws: the answer is unreadable then. */
final class AdyenPayments {

    private AdyenPayments() {}

    /** A link's id; Adyen's references of payments are 16 letters and digits and never begin so. */
    static boolean isLink(ProviderReference reference) {
        return reference.value().matches("PL[0-9A-Za-z]{16,64}");
    }

    static Map<String, ?> amount(Money money) {
        return Map.of("value", AdyenAmounts.toAdyen(money), "currency", money.currency().getCurrencyCode());
    }

    /**
     * A completed link was paid, but not by which payment: that one's notification tells it, together with what was
     * authorised, and without its reference nothing could be refunded. A status that Adyen added later is no end either.
     */
    static PaymentObservation ofLink(JsonNode link) {
        var reference = reference(link, "id");
        return switch (StrictJson.text(link, "status")) {
            case "active" -> new RequiresAction(reference, address(StrictJson.text(link, "url")));
            case "expired" -> new Closed(reference);
            case "" -> throw new IllegalArgumentException("payment link: without status");
            default -> new Pending(reference);
        };
    }

    /**
     * The answer to a card on file. Where Adyen asks for the customer, nobody brings the customer back to this payment, so it
     * comes to nothing, and a payment on a page may follow; such an answer may have no reference yet.
     */
    static PaymentObservation ofPayment(JsonNode payment, ChargeCommand command) {
        return switch (StrictJson.text(payment, "resultCode")) {
            case "Authorised" -> new Approved(reference(payment, "pspReference"), money(payment.path("amount")));
            case "Refused", "Error", "Cancelled" -> declined(payment);
            case "Pending", "Received" -> new Pending(reference(payment, "pspReference"));
            case "RedirectShopper", "ChallengeShopper", "IdentifyShopper", "PresentToShopper" -> unattended(payment,
                    command);
            default -> throw new IllegalArgumentException("payment: with a result that is not known");
        };
    }

    static Money money(JsonNode amount) {
        var value = amount.path("value");
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("amount: without a whole value");
        }
        return AdyenAmounts.fromAdyen(value.longValue(), StrictJson.text(amount, "currency"));
    }

    static ProviderReference reference(JsonNode object, String field) {
        return new ProviderReference(StrictJson.text(object, field));
    }

    private static Declined declined(JsonNode payment) {
        var code = StrictJson.text(payment, "refusalReasonCode");
        var text = StrictJson.text(payment, "refusalReason");
        return new Declined(reference(payment, "pspReference"), AdyenDeclines.reason(code, text),
                AdyenDeclines.rawCode(code, text), false);
    }

    private static Declined unattended(JsonNode payment, ChargeCommand command) {
        var named = StrictJson.text(payment, "pspReference");
        var reference = named.isEmpty() ? Metadata.ofPayment(command.operationKey()) : named;
        return new Declined(new ProviderReference(reference), DeclineReason.AUTHENTICATION_REQUIRED,
                StrictJson.text(payment, "resultCode"), false);
    }

    private static URI address(String url) {
        var address = URI.create(url);
        if (!address.isAbsolute()) {
            throw new IllegalArgumentException("payment link: without an address");
        }
        return address;
    }
}
