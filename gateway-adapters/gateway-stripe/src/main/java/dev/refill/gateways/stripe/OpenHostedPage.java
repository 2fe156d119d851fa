package dev.refill.gateways.stripe;

import java.util.Map;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.CustomerCreation;
import com.stripe.param.checkout.SessionCreateParams.LineItem;
import com.stripe.param.checkout.SessionCreateParams.Mode;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData.SetupFutureUsage;
import com.stripe.param.checkout.SessionCreateParams.PaymentMethodType;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.PaymentMethod.HostedPage;

/**
 * Opens a Checkout Session. Everything in the request comes from the command, so a second try with the same operation
 * key is the same request, which is what Stripe's idempotency asks for.
 */
final class OpenHostedPage {

    private final StripeClient stripe;

    OpenHostedPage(StripeClient stripe) {
        this.stripe = stripe;
    }

    ChargeOutcome open(ChargeCommand command, HostedPage page) throws StripeException {
        return StripePayments.of(stripe.v1().checkout().sessions().create(request(command, page), options(command)));
    }

    private static SessionCreateParams request(ChargeCommand command, HostedPage page) {
        var metadata = Metadata.of(command.operationKey(), Metadata.HOSTED_PAGE);
        var request = SessionCreateParams.builder()
                .setMode(Mode.PAYMENT)
                .addPaymentMethodType(PaymentMethodType.CARD)
                .addLineItem(lineItem(command))
                .setClientReferenceId(command.operationKey().value())
                .putAllMetadata(metadata)
                .setPaymentIntentData(paymentIntent(command, page, metadata))
                .setSuccessUrl(page.returnUrl().toString())
                .setCancelUrl(page.cancelUrl().toString());
        if (page.savesCard()) {
            request.setCustomerCreation(CustomerCreation.ALWAYS);
        }
        var payableUntil = command.payableUntil();
        return payableUntil == null ? request.build() : request.setExpiresAt(payableUntil.getEpochSecond()).build();
    }

    private static LineItem lineItem(ChargeCommand command) {
        var product = LineItem.PriceData.ProductData.builder().setName(command.description()).build();
        var price = LineItem.PriceData.builder()
                .setCurrency(StripeAmounts.currency(command.amount()))
                .setUnitAmount(StripeAmounts.toStripe(command.amount()))
                .setProductData(product)
                .build();
        return LineItem.builder().setQuantity(1L).setPriceData(price).build();
    }

    private static PaymentIntentData paymentIntent(ChargeCommand command, HostedPage page,
            Map<String, String> metadata) {
        var intent = PaymentIntentData.builder().setDescription(command.description()).putAllMetadata(metadata);
        return page.savesCard() ? intent.setSetupFutureUsage(SetupFutureUsage.OFF_SESSION).build() : intent.build();
    }

    private static RequestOptions options(ChargeCommand command) {
        return RequestOptions.builder().setIdempotencyKey(command.operationKey().value()).build();
    }
}
