package dev.refill.gateways.adyen;

import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundRefused;

/**
 * Asks for a refund, which Adyen only takes note of: whether it is carried out, a notification says. Everything in the
 * request comes from the command, so a second try with the same operation key is the same request.
 */
final class RefundPayment {

    /** Only a payment can be refunded, and which one paid a link is told by its notification alone. */
    private static final String LINK_IS_NO_PAYMENT = "payment_link";

    private final AdyenCalls adyen;
    private final String merchantAccount;

    RefundPayment(AdyenCalls adyen, String merchantAccount) {
        this.adyen = adyen;
        this.merchantAccount = merchantAccount;
    }

    Mono<RefundOutcome> refund(RefundCommand command) {
        return AdyenPayments.isLink(command.payment())
                ? Mono.just(new RefundRefused(LINK_IS_NO_PAYMENT))
                : adyen.post("/payments/{payment}/refunds", command.operationKey(), request(command),
                        command.payment().value()).map(AdyenRefunds::accepted);
    }

    /** Adyen's own reasons are a closed list that ours do not fit. */
    private Map<String, ?> request(RefundCommand command) {
        return Map.of(
                "merchantAccount", merchantAccount,
                "reference", Metadata.ofRefund(command.operationKey()),
                "amount", AdyenPayments.amount(command.amount()));
    }
}
