package dev.refill.gateways.paypal;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.ProviderReference;

/**
 * Finds a payment's capture and its order, by the id of either: orders that were paid go by their capture, and a person may
 * have an older one refunded that goes by its page.
 */
final class FindCapture {

    private final PaypalCalls paypal;

    FindCapture(PaypalCalls paypal) {
        this.paypal = paypal;
    }

    /** The capture's id; empty if PayPal has no such payment, or one that nobody paid. */
    Mono<String> idOf(ProviderReference payment) {
        return capture(payment)
                .switchIfEmpty(Mono.defer(() -> order(payment.value()).mapNotNull(PaypalOrders::captureOf)))
                .map(capture -> PaypalPayments.reference(capture).value());
    }

    /** The order, with all its captures and refunds; empty if PayPal does not tell of it. */
    Mono<JsonNode> orderOf(ProviderReference payment) {
        return capture(payment)
                .mapNotNull(PaypalPayments::orderOf)
                .flatMap(this::order)
                .switchIfEmpty(Mono.defer(() -> order(payment.value())));
    }

    private Mono<JsonNode> capture(ProviderReference payment) {
        return found(paypal.get("/v2/payments/captures/{capture}", payment.value()));
    }

    private Mono<JsonNode> order(String id) {
        return found(paypal.get("/v2/checkout/orders/{order}", id));
    }

    private static Mono<JsonNode> found(Mono<JsonNode> read) {
        return read.onErrorResume(LookUpPayment::isMissing, _error -> Mono.empty());
    }
}
