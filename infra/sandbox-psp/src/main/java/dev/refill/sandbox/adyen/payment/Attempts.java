package dev.refill.sandbox.adyen.payment;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.CardOnFile;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Decline;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;

/** One attempt to take money, which at Adyen is a payment of its own, with everything it leaves in the books. */
public final class Attempts {

    /** Before Adyen's own word for an event. */
    public static final String EVENTS = "adyen.";

    private static final String AUTHORISATION = EVENTS + "AUTHORISATION";
    private static final int REFERENCE_LETTERS = 16;

    private Attempts() {}

    /** What Adyen calls a payment or a refund by: 16 capitals and digits. */
    public static String newReference(Books books) {
        return books.ids().next("", REFERENCE_LETTERS).toUpperCase(Locale.ROOT);
    }

    /** What is authorised is captured at once. */
    public static Payment make(Books books, long amount, String currency, Map<String, String> metadata,
            @Nullable String description, Verdict verdict) {
        String id = newReference(books);
        CardOnFile card = new CardOnFile(books.ids().next("card_"), verdict.card());
        Decline decline = verdict.decline();
        Charge charge = new Charge(books.ids().next("attempt_"), id, amount, currency, card, decline, metadata,
                description, 0, false, books.now());
        Payment payment = new Payment(id, "", amount, currency, metadata, description, null, false,
                decline == null ? PaymentStatus.CAPTURED : PaymentStatus.CANCELLED, card, charge, decline, null,
                decline == null ? null : decline.message(), decline == null ? 0 : books.now(), books.now());
        books.record(new Change.PaymentStands(payment));
        books.happened(AUTHORISATION, payment, Cause.CUSTOMER);
        return payment;
    }
}
