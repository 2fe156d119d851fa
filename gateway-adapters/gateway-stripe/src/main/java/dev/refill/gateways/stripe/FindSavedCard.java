package dev.refill.gateways.stripe;

import java.util.List;
import java.util.Locale;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.NotFound;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.SavedCard;
import dev.refill.gateway.SavedCardOutcome;

/** Reads which card a payment has left with Stripe, and for whom. A card that has been forgotten since is not found. */
final class FindSavedCard {

    private static final String OFF_SESSION = "off_session";

    private final StripeClient stripe;

    FindSavedCard(StripeClient stripe) {
        this.stripe = stripe;
    }

    SavedCardOutcome savedBy(ProviderReference payment) throws StripeException {
        try {
            var intent = intent(payment.value());
            return intent == null || !isSaved(intent) ? new NotFound() : card(intent);
        } catch (StripeException e) {
            return StripeErrors.isMissing(e) ? new NotFound() : StripeErrors.ofLookup(e);
        }
    }

    private @Nullable PaymentIntent intent(String id) throws StripeException {
        if (id.startsWith("cs_")) {
            var expanded = SessionRetrieveParams.builder().addAllExpand(List.of("payment_intent.payment_method"))
                    .build();
            return stripe.v1().checkout().sessions().retrieve(id, expanded).getPaymentIntentObject();
        }
        var expanded = PaymentIntentRetrieveParams.builder().addExpand("payment_method").build();
        return stripe.v1().paymentIntents().retrieve(id, expanded);
    }

    private static boolean isSaved(PaymentIntent intent) {
        return "succeeded".equals(intent.getStatus()) && OFF_SESSION.equals(intent.getSetupFutureUsage())
                && intent.getCustomer() != null;
    }

    private static SavedCardOutcome card(PaymentIntent intent) {
        PaymentMethod method = intent.getPaymentMethodObject();
        if (method == null || method.getCard() == null || method.getCustomer() == null) {
            return new NotFound();
        }
        var card = method.getCard();
        return new SavedCard(CardTokens.joined(intent.getCustomer(), method.getId()),
                card.getBrand().toLowerCase(Locale.ROOT), card.getLast4(), card.getExpMonth().intValue(),
                card.getExpYear().intValue());
    }
}
