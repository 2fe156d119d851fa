package dev.refill.gateways.paypal;

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.PaymentMethod.HostedPage;

/**
 * Makes an order whose payer agrees on PayPal's page. Everything in the request comes from the command, so a second try with
 * the same operation key is the same request. PayPal has no limit of time that could be set, so {@code payableUntil} is not
 * used: the order is open until it is closed, or PayPal forgets it.
 */
final class OpenHostedPage {

    /** PayPal takes no longer description. */
    private static final int LONGEST_DESCRIPTION = 127;

    private final PaypalCalls paypal;
    private final PaypalOrders orders;

    OpenHostedPage(PaypalCalls paypal, PaypalOrders orders) {
        this.paypal = paypal;
        this.orders = orders;
    }

    Mono<ChargeOutcome> open(ChargeCommand command, HostedPage page) {
        return paypal.post("/v2/checkout/orders", command.operationKey().value(), request(command, page))
                .map(orders::observed);
    }

    /** Ways to pay that bring the money days later are not offered: who recharges wants to call now. */
    private static Map<String, ?> request(ChargeCommand command, HostedPage page) {
        return Map.of(
                "intent", "CAPTURE",
                "purchase_units", List.of(Map.of(
                        "amount", PaypalPayments.amount(command.amount()),
                        "description", description(command),
                        "custom_id", Metadata.ofPayment(command.operationKey()),
                        "invoice_id", command.operationKey().value())),
                "payment_source", Map.of("paypal", Map.of("experience_context", Map.of(
                        "return_url", page.returnUrl().toString(),
                        "cancel_url", page.cancelUrl().toString(),
                        "user_action", "PAY_NOW",
                        "shipping_preference", "NO_SHIPPING",
                        "payment_method_preference", "IMMEDIATE_PAYMENT_REQUIRED"))));
    }

    private static String description(ChargeCommand command) {
        var description = command.description().isBlank() ? "Recharge" : command.description();
        return description.substring(0, Math.min(description.length(), LONGEST_DESCRIPTION));
    }
}
