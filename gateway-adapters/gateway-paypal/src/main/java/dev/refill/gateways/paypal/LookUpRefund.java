package dev.refill.gateways.paypal;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.NotFound;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.json.StrictJson;

/** Reads a refund by its id, or finds it by our key among the refunds that its order tells of. */
final class LookUpRefund {

    private final PaypalCalls paypal;
    private final FindCapture find;

    LookUpRefund(PaypalCalls paypal, FindCapture find) {
        this.paypal = paypal;
        this.find = find;
    }

    Mono<RefundLookupOutcome> lookUp(RefundQuery query) {
        var reference = query.reference();
        return reference == null ? searched(query) : read(reference, query);
    }

    /**
     * One that carries another mark of a refund, or gives another payment back, is another refund, whoever says otherwise; one that
     * was made at PayPal carries none, or what its payment carries.
     */
    private Mono<RefundLookupOutcome> read(ProviderReference reference, RefundQuery query) {
        return paypal.get("/v2/payments/refunds/{refund}", reference.value())
                .filterWhen(refund -> isIt(refund, query))
                .<RefundLookupOutcome>map(PaypalRefunds::of)
                .onErrorResume(LookUpPayment::isMissing, _error -> Mono.empty())
                .defaultIfEmpty(new NotFound());
    }

    private Mono<Boolean> isIt(JsonNode refund, RefundQuery query) {
        var its = Metadata.refundKey(StrictJson.text(refund, "custom_id"));
        return its == null ? isOf(query.payment(), refund) : Mono.just(its.equals(query.operationKey()));
    }

    private Mono<Boolean> isOf(ProviderReference payment, JsonNode refund) {
        var capture = PaypalRefunds.capture(refund);
        return payment.equals(capture)
                ? Mono.just(true)
                : find.idOf(payment).map(captured -> captured.equals(capture.value())).defaultIfEmpty(false);
    }

    private Mono<RefundLookupOutcome> searched(RefundQuery query) {
        return find.orderOf(query.payment())
                .map(order -> among(order, Metadata.ofRefund(query.operationKey())))
                .defaultIfEmpty(Unknown.gaveUp("PayPal does not tell of the order"));
    }

    private static RefundLookupOutcome among(JsonNode order, String customId) {
        return refunds(order)
                .filter(refund -> StrictJson.text(refund, "custom_id").equals(customId))
                .findFirst()
                .<RefundLookupOutcome>map(PaypalRefunds::of)
                .orElseGet(NotFound::new);
    }

    private static Stream<JsonNode> refunds(JsonNode order) {
        var payments = order.path("purchase_units").path(0).path("payments");
        return StreamSupport.stream(payments.path("refunds").spliterator(), false);
    }
}
