package dev.refill.gateways.paypal;

import java.util.Map;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.Declined;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;

/**
 * Takes the money of an order whose payer has agreed. However many look at the same time, PayPal captures once: who comes
 * second is told so, and reads what became of the first.
 */
final class CapturePayment {

    private final PaypalCalls paypal;
    private final PaypalOrders orders;

    CapturePayment(PaypalCalls paypal, PaypalOrders orders) {
        this.paypal = paypal;
        this.orders = orders;
    }

    /** @param order as PayPal has just told it, agreed to and not captured */
    Mono<PaymentObservation> capture(OperationKey key, JsonNode order) {
        requireOurs(key, order);
        var id = PaypalPayments.reference(order).value();
        return paypal.post("/v2/checkout/orders/{order}/capture", RequestIds.ofCapture(key, order), Map.of(), id)
                .map(orders::observed)
                .onErrorResume(ErrorAnswerException.class, answer -> notCaptured(order, answer));
    }

    /** Money is only taken for the operation that the order was made for. */
    private static void requireOurs(OperationKey key, JsonNode order) {
        if (!key.equals(Metadata.paymentKey(Metadata.customId(order)))) {
            throw new IllegalArgumentException("order: of another operation");
        }
    }

    private Mono<PaymentObservation> notCaptured(JsonNode order, ErrorAnswerException answer) {
        return switch (PaypalDeclines.meaning(answer)) {
            case CHANGED -> paypal.get("/v2/checkout/orders/{order}", PaypalPayments.reference(order).value())
                    .map(orders::observed);
            case DECLINED -> Mono.just(declined(order, answer.issue()));
            case FAILED -> Mono.error(answer);
        };
    }

    private static Declined declined(JsonNode order, String issue) {
        return new Declined(PaypalPayments.reference(order), PaypalDeclines.reason(issue), issue,
                PaypalDeclines.isRetriable(issue));
    }
}
