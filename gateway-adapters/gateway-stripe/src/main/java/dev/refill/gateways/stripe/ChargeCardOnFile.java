package dev.refill.gateways.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.PaymentMethod.CardOnFile;

/** Creates and confirms a payment intent in one request, so that there is never one that nobody confirmed. */
final class ChargeCardOnFile {

    /** In place of a code. */
    private static final String DETACHED = "detached";

    private final StripeClient stripe;

    ChargeCardOnFile(StripeClient stripe) {
        this.stripe = stripe;
    }

    ChargeOutcome charge(ChargeCommand command, CardOnFile card) throws StripeException {
        try {
            return StripePayments.of(stripe.v1().paymentIntents().create(request(command, card), options(command)));
        } catch (InvalidRequestException e) {
            return StripeErrors.isWithoutCode(e) && isDetached(CardTokens.of(card.token()))
                    ? StripeErrors.gone(e, command, DETACHED)
                    : StripeErrors.ofCharge(e, command);
        }
    }

    /**
     * Whether Stripe has the card still, and keeps it for its customer no more: for that it refuses a charge without a code. Of a card that
     * was not kept by way of us nothing is known. Who does not get to know it leaves the refusal as it is.
     */
    private boolean isDetached(CardTokens kept) {
        var customer = kept.customer();
        if (customer == null) {
            return false;
        }
        try {
            return !customer.equals(stripe.v1().paymentMethods().retrieve(kept.method()).getCustomer());
        } catch (StripeException e) {
            return false;
        }
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
