package dev.refill.sandbox.stripe.payment;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.CardOnFile;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Decline;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Params;
import dev.refill.sandbox.stripe.wire.Refusal;

import static java.util.Objects.requireNonNull;

/** The parameters of a confirmation, and what it does. */
record Confirmation(@Nullable String token, @Nullable String customer, @Nullable String returnUrl,
        boolean offSession) {

    private static final Verdict NEEDS_CUSTOMER = new Verdict.Refuse(new Decline("authentication_required",
            "authentication_required", "Your card was declined. This transaction requires authentication."));

    static Confirmation read(Params params) {
        String offSession = params.text("off_session");
        params.accept("error_on_requires_action", "use_stripe_sdk", "mandate_data", "capture_method",
                "setup_future_usage", "receipt_email", "shipping");
        return new Confirmation(params.text("payment_method"), params.text("customer"), params.text("return_url"),
                offSession != null && !offSession.equals("false"));
    }

    /** The method that it names, a test card's or a kept one; null: it names none. */
    @Nullable
    CardOnFile method(Books books) {
        if (token == null) {
            return null;
        }
        TestCard card = TestCards.byToken(token);
        return card == null ? kept(books, token) : Charging.onFile(books, card);
    }

    private CardOnFile kept(Books books, String id) {
        CardOnFile kept = books.keptCards().find(id);
        if (kept == null) {
            throw new Refusal(ApiError.notFound("PaymentMethod", id, "payment_method").asBadRequest());
        }
        if (!requireNonNull(kept.customer()).equals(customer)) {
            throw new Refusal(
                    ApiError.invalid(null, "payment_method", "The provided PaymentMethod was previously used with a "
                            + "Customer. To use this PaymentMethod, include the Customer in the `customer` parameter."));
        }
        return kept;
    }

    /** Refuses what cannot be confirmed; nothing is recorded yet. */
    void check(Payment payment) {
        if (payment.status().terminal()) {
            throw new Refusal(ApiError.unexpectedState(payment, payment.status() == PaymentStatus.CAPTURED
                    ? "You cannot confirm this PaymentIntent because it has already succeeded after being previously "
                            + "confirmed."
                    : "You cannot confirm this PaymentIntent because it has a status of canceled. Only a PaymentIntent "
                            + "with one of the following statuses may be confirmed: requires_confirmation, "
                            + "requires_action."));
        }
        if (token == null && payment.method() == null) {
            throw new Refusal(ApiError.unexpectedState(payment,
                    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update "
                            + "the PaymentIntent with a payment method and then confirm it again, or confirm it again "
                            + "directly with a payment method or ConfirmationToken."));
        }
        if (payment.redirects() && !offSession && returnUrl == null && payment.returnUrl() == null) {
            throw new Refusal(ApiError.invalid(null, null,
                    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some "
                            + "of these payment methods might redirect your customer off of your page, you must provide a "
                            + "`return_url`. If you don't want to accept redirect-based payment methods, set "
                            + "`automatic_payment_methods[enabled]` to `true` and "
                            + "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and "
                            + "Payment Intents."));
        }
    }

    /** @param named as {@link #method} says, which is asked before anything is recorded */
    Answer apply(Books books, Payment payment, @Nullable CardOnFile named, Cause cause, List<String> expanded) {
        CardOnFile method = named == null ? requireNonNull(payment.method()) : named;
        Verdict verdict = method.customer() == null ? TestCards.of(method.card()) : TestCards.ofKept(method.card());
        Payment ready = payment.withMethod(method, returnUrl);
        Payment after = Charging.attempt(books, ready, offSession ? withoutCustomer(verdict) : verdict, cause);
        return new Answer.Shown(after.decline() == null ? 200 : 402, new Snapshot(after, null, expanded));
    }

    private static Verdict withoutCustomer(Verdict verdict) {
        return verdict instanceof Verdict.Authenticate ? NEEDS_CUSTOMER : verdict;
    }
}
