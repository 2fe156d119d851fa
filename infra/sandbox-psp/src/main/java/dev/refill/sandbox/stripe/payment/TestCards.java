package dev.refill.sandbox.stripe.payment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Card;
import dev.refill.sandbox.core.Decline;

/** Stripe's documented test cards, by number for the hosted page and by token for the API. */
public final class TestCards {

    /** The last digits of the card that is authenticated when it is kept, and not again. */
    private static final String ASKS_ONCE = "3155";
    private static final Verdict APPROVE = new Verdict.Approve();
    private static final Verdict INSUFFICIENT_FUNDS = refuse("card_declined", "insufficient_funds",
            "Your card has insufficient funds.");
    private static final Verdict GENERIC = refuse("card_declined", "generic_decline", "Your card was declined.");

    /** In the order in which the page shows them. */
    public static final List<TestCard> ALL = List.of(
            new TestCard("4242424242424242", "visa", APPROVE, "succeeds"),
            new TestCard("5555555555554444", "mastercard", APPROVE, "succeeds"),
            new TestCard("378282246310005", "amex", APPROVE, "succeeds"),
            new TestCard("4000000000000002", "visa", GENERIC, "is declined"),
            new TestCard("4000000000009995", "visa", INSUFFICIENT_FUNDS, "is declined: insufficient funds"),
            new TestCard("4000000000009987", "visa", refuse("card_declined", "lost_card", "Your card was declined."),
                    "is declined: lost card"),
            new TestCard("4000000000009979", "visa", refuse("card_declined", "stolen_card", "Your card was declined."),
                    "is declined: stolen card"),
            new TestCard("4000000000000069", "visa", refuse("expired_card", null, "Your card has expired."),
                    "is declined: expired card"),
            new TestCard("4000000000000127", "visa",
                    refuse("incorrect_cvc", null, "Your card's security code is incorrect."),
                    "is declined: wrong security code"),
            new TestCard("4000000000000119", "visa", refuse("processing_error", null,
                    "An error occurred while processing your card. Try again in a little bit."),
                    "is declined: processing error"),
            new TestCard("4000000000006975", "visa", refuse("card_declined", "card_velocity_exceeded",
                    "Your card was declined for making repeated attempts too frequently or exceeding its amount limit."),
                    "is declined: used too often"),
            new TestCard("4100000000000019", "visa", refuse("card_declined", "fraudulent", "Your card was declined."),
                    "is declined: suspected fraud"),
            new TestCard("4242424242424241", "visa", refuse("incorrect_number", null, "Your card number is incorrect."),
                    "is declined: incorrect number"),
            new TestCard("4000002500003155", "visa", authenticate(APPROVE), "asks for authentication"),
            new TestCard("4000002760003184", "visa", authenticate(APPROVE), "asks for authentication"),
            new TestCard("4000000000003220", "visa", authenticate(APPROVE), "asks for authentication"),
            new TestCard("4000008260003178", "visa", authenticate(INSUFFICIENT_FUNDS),
                    "asks for authentication, then is declined: insufficient funds"),
            new TestCard("4000008400001629", "visa", authenticate(GENERIC),
                    "asks for authentication, then is declined"),
            new TestCard("4000000000007726", "visa", APPROVE, Aftermath.REFUND_SUCCEEDS_LATER,
                    "succeeds; a refund is pending for some seconds"),
            new TestCard("4000000000005126", "visa", APPROVE, Aftermath.REFUND_FAILS_LATER,
                    "succeeds; a refund fails some seconds later"),
            new TestCard("4000000000000259", "visa", APPROVE, Aftermath.DISPUTED_AS_FRAUDULENT,
                    "succeeds, and is disputed at once: fraudulent"),
            new TestCard("4000000000002685", "visa", APPROVE, Aftermath.DISPUTED_AS_NOT_RECEIVED,
                    "succeeds, and is disputed at once: product not received"));

    private static final Map<String, TestCard> BY_NUMBER = ALL.stream()
            .collect(Collectors.toUnmodifiableMap(TestCard::number, Function.identity()));

    private static final Map<String, String> NUMBER_OF_TOKEN = Map.ofEntries(
            Map.entry("pm_card_visa", "4242424242424242"),
            Map.entry("pm_card_mastercard", "5555555555554444"),
            Map.entry("pm_card_amex", "378282246310005"),
            Map.entry("pm_card_chargeDeclined", "4000000000000002"),
            Map.entry("pm_card_visa_chargeDeclined", "4000000000000002"),
            Map.entry("pm_card_chargeDeclinedInsufficientFunds", "4000000000009995"),
            Map.entry("pm_card_visa_chargeDeclinedInsufficientFunds", "4000000000009995"),
            Map.entry("pm_card_chargeDeclinedLostCard", "4000000000009987"),
            Map.entry("pm_card_visa_chargeDeclinedLostCard", "4000000000009987"),
            Map.entry("pm_card_chargeDeclinedStolenCard", "4000000000009979"),
            Map.entry("pm_card_visa_chargeDeclinedStolenCard", "4000000000009979"),
            Map.entry("pm_card_chargeDeclinedExpiredCard", "4000000000000069"),
            Map.entry("pm_card_chargeDeclinedIncorrectCvc", "4000000000000127"),
            Map.entry("pm_card_chargeDeclinedProcessingError", "4000000000000119"),
            Map.entry("pm_card_visa_chargeDeclinedVelocityLimitExceeded", "4000000000006975"),
            Map.entry("pm_card_chargeDeclinedVelocityLimitExceeded", "4000000000006975"),
            Map.entry("pm_card_chargeDeclinedFraudulent", "4100000000000019"),
            Map.entry("pm_card_radarBlock", "4100000000000019"),
            Map.entry("pm_card_authenticationRequiredOnSetup", "4000002500003155"),
            Map.entry("pm_card_authenticationRequired", "4000002760003184"),
            Map.entry("pm_card_threeDSecure2Required", "4000000000003220"),
            Map.entry("pm_card_threeDSecureRequired", "4000000000003220"),
            Map.entry("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", "4000008260003178"),
            Map.entry("pm_card_threeDSecureRequiredChargeDeclined", "4000008400001629"),
            Map.entry("pm_card_pendingRefund", "4000000000007726"),
            Map.entry("pm_card_refundFail", "4000000000005126"),
            Map.entry("pm_card_createDispute", "4000000000000259"),
            Map.entry("pm_card_createDisputeProductNotReceived", "4000000000002685"));

    private TestCards() {}

    public static @Nullable TestCard byNumber(String digits) {
        return BY_NUMBER.get(digits);
    }

    public static @Nullable TestCard byToken(String token) {
        String number = NUMBER_OF_TOKEN.get(token);
        return number == null ? null : BY_NUMBER.get(number);
    }

    /** What falls once the customer has authenticated; a card that asks for nothing is approved. */
    public static Verdict afterAuthentication(Card card) {
        return of(card) instanceof Verdict.Authenticate(Verdict then) ? then : APPROVE;
    }

    /** What the issuer of a card on file does. */
    static Verdict of(Card card) {
        return known(card).map(TestCard::verdict).orElse(APPROVE);
    }

    /** What the issuer of a kept card does: one that asks only when it is kept has been asked. */
    static Verdict ofKept(Card card) {
        return card.last4().equals(ASKS_ONCE) ? APPROVE : of(card);
    }

    /** What follows on a payment by a card on file. */
    public static Aftermath aftermathOf(Card card) {
        return known(card).map(TestCard::aftermath).orElse(Aftermath.NOTHING);
    }

    private static Optional<TestCard> known(Card card) {
        return ALL.stream().filter(one -> one.last4().equals(card.last4())).findFirst();
    }

    private static Verdict refuse(String code, @Nullable String reason, String message) {
        return new Verdict.Refuse(new Decline(code, reason, message));
    }

    private static Verdict authenticate(Verdict then) {
        return new Verdict.Authenticate(then);
    }
}
