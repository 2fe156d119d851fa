package dev.refill.sandbox.stripe.checkout;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.stripe.payment.Charging;
import dev.refill.sandbox.stripe.payment.TestCard;

/** What happens to a checkout, with everything it leaves in the books. */
public final class Checkouts {

    private Checkouts() {}

    /** Closes every checkout whose time is over. */
    public static void expireOverdue(Books books) {
        Checkout overdue = books.nextOverdue();
        while (overdue != null) {
            expire(books, overdue, Cause.CLOCK);
            overdue = books.nextOverdue();
        }
    }

    static Checkout expire(Books books, Checkout checkout, Cause cause) {
        Checkout expired = checkout.with(CheckoutStatus.EXPIRED);
        books.record(new Change.CheckoutStands(expired));
        Payment payment = books.paymentOf(expired);
        if (payment != null && !payment.status().terminal()) {
            Payment cancelled = payment.cancelled("automatic", books.now());
            books.record(new Change.PaymentStands(cancelled));
            books.happened("payment_intent.canceled", cancelled, cause);
        }
        books.happened("checkout.session.expired", expired, cause);
        return expired;
    }

    /** Tries a card on an open checkout; the payment is made at the first try. */
    public static Payment pay(Books books, Checkout checkout, TestCard card) {
        Payment known = books.paymentOf(checkout);
        Payment payment = known == null ? open(books, checkout) : known;
        Payment ready = payment.withMethod(
                checkout.savesCard() ? Charging.toKeep(books, card) : Charging.onFile(books, card), null);
        return completed(books, Charging.attempt(books, ready, card.verdict(), Cause.CUSTOMER));
    }

    /** Closes the checkout of a payment that is captured. */
    public static Payment completed(Books books, Payment payment) {
        Checkout checkout = books.checkoutOf(payment);
        if (payment.status() == PaymentStatus.CAPTURED && checkout != null
                && checkout.status() == CheckoutStatus.OPEN) {
            Checkout complete = checkout.with(CheckoutStatus.COMPLETE);
            books.record(new Change.CheckoutStands(complete));
            books.happened("checkout.session.completed", complete, Cause.CUSTOMER);
        }
        return payment;
    }

    private static Payment open(Books books, Checkout checkout) {
        String id = books.ids().next("pi_");
        Payment payment = Charging.open(books, new Payment(id, books.ids().next(id + "_secret_"), checkout.amount(),
                checkout.currency(), checkout.paymentMetadata(), checkout.paymentDescription(),
                checkout.customerEmail(), false, PaymentStatus.AWAITING_METHOD, null, null, null, null, null, 0,
                books.now(), checkout.savesCard()), Cause.CUSTOMER);
        books.record(new Change.CheckoutStands(checkout.withPayment(id)));
        return payment;
    }
}
