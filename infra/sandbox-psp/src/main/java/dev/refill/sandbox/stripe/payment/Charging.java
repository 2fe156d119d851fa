package dev.refill.sandbox.stripe.payment;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Card;
import dev.refill.sandbox.core.CardOnFile;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Decline;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.stripe.dispute.Disputing;

import static java.util.Objects.requireNonNull;

/** One attempt to take the money of a payment, with everything it leaves in the books. */
public final class Charging {

    private static final Decline AUTHENTICATION_FAILED = new Decline("payment_intent_authentication_failure", null,
            "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new "
                    + "PaymentMethod to attempt to fulfill this PaymentIntent again.");
    private static final int EXPIRES_IN_YEARS = 5;

    private Charging() {}

    /** Records a new payment. */
    public static Payment open(Books books, Payment payment, Cause cause) {
        books.record(new Change.PaymentStands(payment));
        books.happened("payment_intent.created", payment, cause);
        return payment;
    }

    /** What the sandbox keeps of a test card. */
    public static CardOnFile onFile(Books books, TestCard card) {
        int thisYear = 1970 + (int) (books.now() / 31_556_952L);
        return new CardOnFile(books.ids().next("pm_"),
                new Card(card.brand(), card.last4(), 12, thisYear + EXPIRES_IN_YEARS));
    }

    /** The same, for a customer of its own who wants it kept. */
    public static CardOnFile toKeep(Books books, TestCard card) {
        CardOnFile onFile = onFile(books, card);
        return new CardOnFile(onFile.id(), onFile.card(), books.ids().next("cus_", 14));
    }

    /** Tries the payment's method. */
    public static Payment attempt(Books books, Payment payment, Verdict verdict, Cause cause) {
        return switch (verdict) {
            case Verdict.Approve() -> approve(books, payment, cause);
            case Verdict.Refuse(Decline decline) -> refuse(books, payment, decline, cause);
            case Verdict.Authenticate(Verdict then) -> ask(books, payment, cause);
        };
    }

    /** The customer has shown that the card is theirs. A payment that no longer asks is left as it is. */
    public static Payment authenticated(Books books, Payment payment) {
        if (payment.status() != PaymentStatus.AWAITING_CUSTOMER) {
            return payment;
        }
        Card card = requireNonNull(payment.method()).card();
        return attempt(books, payment, TestCards.afterAuthentication(card), Cause.CUSTOMER);
    }

    /** The customer could not show it. */
    public static Payment notAuthenticated(Books books, Payment payment) {
        if (payment.status() != PaymentStatus.AWAITING_CUSTOMER) {
            return payment;
        }
        Payment failed = payment.declined(null, AUTHENTICATION_FAILED);
        books.record(new Change.PaymentStands(failed));
        books.happened("payment_intent.payment_failed", failed, Cause.CUSTOMER);
        return failed;
    }

    private static Payment approve(Books books, Payment payment, Cause cause) {
        Charge charge = charge(books, payment, null);
        Payment captured = payment.capturedBy(charge);
        books.record(new Change.PaymentStands(captured));
        if (captured.savesCard()) {
            books.record(new Change.CardKept(requireNonNull(captured.method())));
        }
        books.happened("charge.succeeded", charge, cause);
        books.happened("payment_intent.succeeded", captured, cause);
        String complaint = TestCards.aftermathOf(charge.onCard().card()).dispute();
        return complaint == null ? captured : disputed(books, captured, charge, complaint);
    }

    private static Payment disputed(Books books, Payment captured, Charge charge, String complaint) {
        Disputing.open(books, captured, charge, charge.amount(), complaint);
        return requireNonNull(books.payments().find(captured.id()));
    }

    private static Payment refuse(Books books, Payment payment, Decline decline, Cause cause) {
        Charge charge = charge(books, payment, decline);
        Payment declined = payment.declined(charge, decline);
        books.record(new Change.PaymentStands(declined));
        books.happened("charge.failed", charge, cause);
        books.happened("payment_intent.payment_failed", declined, cause);
        return declined;
    }

    private static Payment ask(Books books, Payment payment, Cause cause) {
        Payment asking = payment.awaitingCustomer();
        books.record(new Change.PaymentStands(asking));
        books.happened("payment_intent.requires_action", asking, cause);
        return asking;
    }

    private static Charge charge(Books books, Payment payment, @Nullable Decline decline) {
        return new Charge(books.ids().next("ch_"), payment.id(), payment.amount(), payment.currency(),
                requireNonNull(payment.method()), decline, payment.metadata(), payment.description(), 0,
                false, books.now());
    }
}
