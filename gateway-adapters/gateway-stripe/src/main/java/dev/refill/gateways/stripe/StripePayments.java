package dev.refill.gateways.stripe;

import java.net.URI;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeError;
import com.stripe.model.checkout.Session;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.Declined;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;

/** What the SDK's payment objects say, in our words. */
final class StripePayments {

    private StripePayments() {}

    /** A session decides by what was paid; while its page is open a refused card is not the end. */
    static PaymentObservation of(Session session) {
        var reference = new ProviderReference(session.getId());
        if (isPaid(session)) {
            return new Approved(reference, StripeAmounts.fromStripe(captured(session), session.getCurrency()));
        }
        return switch (String.valueOf(session.getStatus())) {
            case "expired" -> new Closed(reference);
            case "open" -> requiresAction(reference, session.getUrl());
            default -> new Pending(reference);
        };
    }

    static PaymentObservation of(PaymentIntent intent) {
        var reference = new ProviderReference(intent.getId());
        return switch (intent.getStatus()) {
            case "succeeded" -> new Approved(reference,
                    StripeAmounts.fromStripe(intent.getAmountReceived(), intent.getCurrency()));
            case "canceled" -> new Closed(reference);
            case "requires_action" -> requiresAction(reference, redirect(intent));
            case "requires_payment_method" -> declinedOrPending(reference, intent);
            default -> new Pending(reference);
        };
    }

    /** A card error; its payment intent is a card on file's, which nobody pays with another card. */
    static Declined declined(StripeException error) {
        var stripeError = error.getStripeError();
        return declined(declinedReference(error, stripeError), stripeError, false);
    }

    private static PaymentObservation declinedOrPending(ProviderReference reference, PaymentIntent intent) {
        var error = intent.getLastPaymentError();
        return error == null
                ? new Pending(reference)
                : declined(reference, error, Metadata.isHostedPage(intent.getMetadata()));
    }

    private static Declined declined(ProviderReference reference, StripeError error, boolean retriable) {
        return new Declined(reference, StripeDeclines.reason(error.getDeclineCode(), error.getCode()),
                StripeDeclines.rawCode(error.getDeclineCode(), error.getCode()), retriable);
    }

    /** Stripe names the payment intent in every card error of one; if it ever does not, its request is the evidence. */
    private static ProviderReference declinedReference(StripeException error, StripeError stripeError) {
        var intent = stripeError.getPaymentIntent();
        return new ProviderReference(intent == null ? String.valueOf(error.getRequestId()) : intent.getId());
    }

    private static boolean isPaid(Session session) {
        var intent = session.getPaymentIntentObject();
        return intent == null ? "paid".equals(session.getPaymentStatus()) : "succeeded".equals(intent.getStatus());
    }

    private static long captured(Session session) {
        var intent = session.getPaymentIntentObject();
        return intent == null ? session.getAmountTotal() : intent.getAmountReceived();
    }

    /** Without an address nobody can act; the payment rests until Stripe says more. */
    private static PaymentObservation requiresAction(ProviderReference reference, @Nullable String address) {
        return address == null ? new Pending(reference) : new RequiresAction(reference, URI.create(address));
    }

    private static @Nullable String redirect(PaymentIntent intent) {
        var action = intent.getNextAction();
        return action == null || action.getRedirectToUrl() == null ? null : action.getRedirectToUrl().getUrl();
    }
}
