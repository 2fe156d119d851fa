package dev.refill.gateways.stripe;

import org.jspecify.annotations.Nullable;

/**
 * How a kept card is named to us: {@code customer.method}, as Stripe charges and forgets it with both. A token without a customer names a
 * payment method that was not kept by way of us.
 *
 * @param customer Stripe's; each kept card has one of its own, so nobody's cards are joined there; {@code null}: there is none
 * @param method Stripe's id of the payment method
 */
record CardTokens(@Nullable String customer, String method) {

    static CardTokens of(String token) {
        int dot = token.indexOf('.');
        return dot < 0
                ? new CardTokens(null, token)
                : new CardTokens(token.substring(0, dot), token.substring(dot + 1));
    }

    static String joined(String customer, String method) {
        return customer + "." + method;
    }
}
