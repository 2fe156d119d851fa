package dev.refill.gateways.stripe;

import java.util.Map;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.NotFound;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentKeyFound;
import dev.refill.gateway.PaymentKeyOutcome;
import dev.refill.gateway.ProviderReference;

/** Reads the operation key that we wrote on a payment; Stripe copies an intent's metadata to its charges. */
final class FindPaymentKey {

    private final StripeClient stripe;

    FindPaymentKey(StripeClient stripe) {
        this.stripe = stripe;
    }

    PaymentKeyOutcome keyOf(ProviderReference payment) throws StripeException {
        try {
            var key = Metadata.operationKey(metadata(payment.value()));
            return key.isEmpty() ? new NotFound() : new PaymentKeyFound(new OperationKey(key));
        } catch (StripeException e) {
            return StripeErrors.isMissing(e) ? new NotFound() : StripeErrors.ofLookup(e);
        }
    }

    private @Nullable Map<String, String> metadata(String id) throws StripeException {
        if (id.startsWith("cs_")) {
            return stripe.v1().checkout().sessions().retrieve(id).getMetadata();
        }
        return id.startsWith("ch_")
                ? stripe.v1().charges().retrieve(id).getMetadata()
                : stripe.v1().paymentIntents().retrieve(id).getMetadata();
    }
}
