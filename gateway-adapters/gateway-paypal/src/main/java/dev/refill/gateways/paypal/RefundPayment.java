package dev.refill.gateways.paypal;

import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundRefused;

/**
 * Gives back a capture, all of it or a part. Everything in the request comes from the command, so a second try with the same
 * operation key is the same request; PayPal keeps it for 45 days. Our reason is for us: PayPal would write it to the payer.
 */
final class RefundPayment {

    /** What nobody paid cannot be given back; no word of PayPal's, as it was not asked. */
    private static final String NOT_CAPTURED = "not_captured";

    private final PaypalCalls paypal;
    private final FindCapture find;

    RefundPayment(PaypalCalls paypal, FindCapture find) {
        this.paypal = paypal;
        this.find = find;
    }

    Mono<RefundOutcome> refund(RefundCommand command) {
        return find.idOf(command.payment())
                .flatMap(capture -> refunded(command, capture))
                .defaultIfEmpty(new RefundRefused(NOT_CAPTURED));
    }

    private Mono<RefundOutcome> refunded(RefundCommand command, String capture) {
        return paypal.post("/v2/payments/captures/{capture}/refund", command.operationKey().value(), Map.of(
                "amount", PaypalPayments.amount(command.amount()),
                "custom_id", Metadata.ofRefund(command.operationKey())), capture).map(PaypalRefunds::of);
    }
}
