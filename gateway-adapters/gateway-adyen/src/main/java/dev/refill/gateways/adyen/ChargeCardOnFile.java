package dev.refill.gateways.adyen;

import java.util.HashMap;
import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.PaymentMethod.CardOnFile;

/**
 * Charges a card that Adyen keeps, as a payment that the merchant initiates: whoever would have to authenticate the
 * customer would have to bring the result back to Adyen, and our port has no way for that. A stored card belongs to a
 * shopper, so the token names both: {@code <shopperReference>.<storedPaymentMethodId>}. Adyen's ids are letters and digits, so it
 * is the last full stop that parts them.
 */
final class ChargeCardOnFile {

    private static final int SHORTEST_SHOPPER_REFERENCE = 3;

    private final AdyenCalls adyen;
    private final String merchantAccount;

    ChargeCardOnFile(AdyenCalls adyen, String merchantAccount) {
        this.adyen = adyen;
        this.merchantAccount = merchantAccount;
    }

    Mono<ChargeOutcome> charge(ChargeCommand command, CardOnFile card) {
        return adyen.post("/payments", command.operationKey(), request(command, card))
                .map(answer -> AdyenPayments.ofPayment(answer, command));
    }

    private Map<String, ?> request(ChargeCommand command, CardOnFile card) {
        var token = StoredCard.of(card);
        var request = new HashMap<String, Object>(Map.of(
                "merchantAccount", merchantAccount,
                "reference", Metadata.ofPayment(command.operationKey()),
                "amount", AdyenPayments.amount(command.amount()),
                "shopperReference", token.shopperReference(),
                "paymentMethod", Map.of("type", "scheme", "storedPaymentMethodId", token.id()),
                "shopperInteraction", "ContAuth",
                "recurringProcessingModel", "UnscheduledCardOnFile",
                "captureDelayHours", 0));
        var returnUrl = card.returnUrl();
        if (returnUrl != null) {
            request.put("returnUrl", returnUrl.toString());
        }
        return request;
    }

    /** Not printed: with it the card can be charged. */
    private record StoredCard(String shopperReference, String id) {

        static StoredCard of(CardOnFile card) {
            var stop = card.token().lastIndexOf('.');
            if (stop < SHORTEST_SHOPPER_REFERENCE || stop == card.token().length() - 1) {
                throw new NoSuchTokenException(
                        "token of a card on file: malformed (expected: <shopperReference>.<storedPaymentMethodId>)");
            }
            return new StoredCard(card.token().substring(0, stop), card.token().substring(stop + 1));
        }

        @Override
        public String toString() {
            return "StoredCard[…]";
        }
    }
}
