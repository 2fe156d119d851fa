package dev.refill.gateways.paypal;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.NotFound;
import dev.refill.gateway.PaymentKeyFound;
import dev.refill.gateway.PaymentKeyOutcome;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.json.StrictJson;

/** Reads the operation key that we wrote on an order, off the order or off its capture. */
final class FindPaymentKey {

    private final PaypalCalls paypal;

    FindPaymentKey(PaypalCalls paypal) {
        this.paypal = paypal;
    }

    Mono<PaymentKeyOutcome> keyOf(ProviderReference payment) {
        return paypal.get("/v2/payments/captures/{capture}", payment.value())
                .map(FindPaymentKey::ofCapture)
                .onErrorResume(LookUpPayment::isMissing, _error -> ofOrder(payment));
    }

    private Mono<PaymentKeyOutcome> ofOrder(ProviderReference payment) {
        return paypal.get("/v2/checkout/orders/{order}", payment.value())
                .map(order -> found(Metadata.customId(order)))
                .onErrorResume(LookUpPayment::isMissing, _error -> Mono.just(new NotFound()));
    }

    private static PaymentKeyOutcome ofCapture(JsonNode capture) {
        return found(StrictJson.text(capture, "custom_id"));
    }

    private static PaymentKeyOutcome found(String customId) {
        var key = Metadata.paymentKey(customId);
        return key == null ? new NotFound() : new PaymentKeyFound(key);
    }
}
