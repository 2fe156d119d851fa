package dev.refill.recharge.review;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Unknown;

/** What a look-up found, as evidence. */
final class Found {

    private static final int LONGEST = 500;

    private Found() {}

    /** One line that a person understands. */
    static String words(LookupOutcome found) {
        String words = switch (found) {
            case Approved approved ->
                "captured " + words(approved.captured()) + " (" + approved.reference().value() + ")";
            case Declined declined -> "declined: " + declined.reason() + " (" + declined.reference().value() + ")";
            case RequiresAction action -> "waits for the customer (" + action.reference().value() + ")";
            case Pending pending -> "the provider is at work on it (" + pending.reference().value() + ")";
            case Closed closed -> "closed unpaid (" + closed.reference().value() + ")";
            case NotFound notFound -> "the provider knows nothing of it";
            case NotAskable never -> "the provider has no way to be asked";
            case NotSent notSent -> "the provider could not be asked: " + notSent.reason();
            case Unknown unknown -> "the provider did not say: " + unknown.cause();
        };
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST);
    }

    private static String words(Money money) {
        return money.minor() + " " + money.currency().getCurrencyCode();
    }

    static @Nullable ProviderReference reference(LookupOutcome found) {
        return found instanceof PaymentObservation seen ? seen.reference() : null;
    }
}
