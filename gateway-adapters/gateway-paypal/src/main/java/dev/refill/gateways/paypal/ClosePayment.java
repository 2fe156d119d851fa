package dev.refill.gateways.paypal;

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.Closed;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;

/**
 * Closes an unpaid order. PayPal has no way to do so, but takes no money that we do not capture: the order is marked as
 * closed at PayPal itself, where every node sees it, and what is marked is never captured. What PayPal will not let be marked
 * is captured already, which is no error to us; either way it is read how it stands. An order that PayPal does not know any
 * more cannot be captured.
 */
final class ClosePayment {

    /** PayPal's name for the purchase unit of an order that has one. */
    private static final String CUSTOM_ID = "/purchase_units/@reference_id=='default'/custom_id";

    private final PaypalCalls paypal;
    private final LookUpPayment lookUp;

    ClosePayment(PaypalCalls paypal, LookUpPayment lookUp) {
        this.paypal = paypal;
        this.lookUp = lookUp;
    }

    Mono<CancelOutcome> close(CancelCommand command) {
        var payment = command.payment();
        return paypal.patch("/v2/checkout/orders/{order}", mark(command), payment.value())
                .then(lookUp.read(payment))
                .onErrorResume(ClosePayment::isNotOpen, _error -> lookUp.read(payment))
                .map(found -> closed(payment, found));
    }

    private static List<Map<String, ?>> mark(CancelCommand command) {
        return List.of(Map.of("op", "replace", "path", CUSTOM_ID,
                "value", Metadata.ofClosedPayment(command.operationKey())));
    }

    private static CancelOutcome closed(ProviderReference payment, LookupOutcome found) {
        return switch (found) {
            case NotFound _notFound -> new Closed(payment);
            case NotAskable _never -> Unknown.gaveUp("PayPal has no search by our key");
            case PaymentObservation seen -> endOf(seen);
            case Unresolved unresolved -> unresolved;
        };
    }

    /** A capture that came to nothing is the last word about its order. */
    private static CancelOutcome endOf(PaymentObservation seen) {
        return seen instanceof Declined declined && !declined.retriable()
                ? new Closed(declined.reference())
                : seen;
    }

    private static boolean isNotOpen(Throwable error) {
        return error instanceof ErrorAnswerException answer && !PaypalErrors.isInProgress(answer)
                && (answer.isRefusal() || answer.saysMissing());
    }
}
