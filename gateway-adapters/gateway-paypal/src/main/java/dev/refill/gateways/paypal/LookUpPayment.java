package dev.refill.gateways.paypal;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;

/**
 * Reads a payment by the id of its order or of its capture, and has captured what the payer has agreed to: see
 * docs/adr/0014-look-ups-that-capture.md. PayPal has no search by our key, so of an order whose id was never told nothing
 * can be read; it is asked for again under the same key, and the payer, who never saw its page, cannot have agreed.
 */
final class LookUpPayment {

    private final PaypalCalls paypal;
    private final PaypalOrders orders;
    private final CapturePayment capture;

    LookUpPayment(PaypalCalls paypal, PaypalOrders orders, CapturePayment capture) {
        this.paypal = paypal;
        this.orders = orders;
        this.capture = capture;
    }

    Mono<LookupOutcome> lookUp(LookupQuery query) {
        var reference = query.reference();
        return reference == null
                ? Mono.just(new NotAskable())
                : of(reference, order -> captured(query.operationKey(), order));
    }

    /** The same without capturing anything. */
    Mono<LookupOutcome> read(ProviderReference reference) {
        return of(reference, order -> Mono.just(orders.observed(order)));
    }

    private Mono<LookupOutcome> of(ProviderReference reference, OfOrder ofOrder) {
        return paypal.get("/v2/checkout/orders/{order}", reference.value())
                .flatMap(ofOrder::observed)
                .cast(LookupOutcome.class)
                .onErrorResume(LookUpPayment::isMissing, _error -> ofCapture(reference));
    }

    private Mono<PaymentObservation> captured(OperationKey key, JsonNode order) {
        return PaypalOrders.isToBeCaptured(order)
                ? capture.capture(key, order)
                : Mono.just(orders.observed(order));
    }

    private Mono<LookupOutcome> ofCapture(ProviderReference reference) {
        return paypal.get("/v2/payments/captures/{capture}", reference.value())
                .<LookupOutcome>map(PaypalPayments::ofCapture)
                .onErrorResume(LookUpPayment::isMissing, _error -> Mono.just(new NotFound()));
    }

    static boolean isMissing(Throwable error) {
        return error instanceof ErrorAnswerException answer && answer.saysMissing();
    }

    /** What is made of an order that was read. */
    private interface OfOrder {

        Mono<PaymentObservation> observed(JsonNode order);
    }
}
