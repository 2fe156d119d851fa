package dev.refill.gateways.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.PaymentMethod.CardOnFile;

/** Creates and confirms a payment intent in one request, so that there is never one that nobody confirmed. */
final class ChargeCardOnFile {

    private final StripeClient stripe;

    ChargeCardOnFile(StripeClient stripe) {
        this.stripe = stripe;
    }

    ChargeOutcome charge(ChargeCommand command, CardOnFile card) throws StripeException {
        return StripePayments.of(stripe.v1().paymentIntents().create(request(command, card), options(command)));
    }

    private static PaymentIntentCreateParams request(ChargeCommand command, CardOnFile card) {
        var kept = CardTokens.of(card.token());
        var returnUrl = card.returnUrl();
        var request = PaymentIntentCreateParams.builder()
                .setAmount(StripeAmounts.toStripe(command.amount()))
                .setCurrency(StripeAmounts.currency(command.amount()))
                .addPaymentMethodType("card")
                .setPaymentMethod(kept.method())
                .setConfirm(true)
                .setOffSession(returnUrl == null)
                .setDescription(command.description())
                .putAllMetadata(Metadata.of(command.operationKey(), Metadata.CARD_ON_FILE));
        if (kept.customer() != null) {
            request.setCustomer(kept.customer());
        }
        return returnUrl == null ? request.build() : request.setReturnUrl(returnUrl.toString()).build();
    }

    private static RequestOptions options(ChargeCommand command) {
        return RequestOptions.builder().setIdempotencyKey(command.operationKey().value()).build();
    }
}
