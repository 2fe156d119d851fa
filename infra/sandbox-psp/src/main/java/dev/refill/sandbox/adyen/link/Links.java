package dev.refill.sandbox.adyen.link;

import dev.refill.sandbox.adyen.payment.Attempts;
import dev.refill.sandbox.adyen.payment.Verdict;
import dev.refill.sandbox.adyen.wire.AdyenError;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.wire.Refusal;

/** What happens to a payment link, with everything it leaves in the books. */
public final class Links {

    private Links() {}

    /** Closes every link whose time is over. Nobody is told. */
    public static void expireOverdue(Books books) {
        Checkout overdue = books.nextOverdue();
        while (overdue != null) {
            expire(books, overdue);
            overdue = books.nextOverdue();
        }
    }

    static Checkout expire(Books books, Checkout link) {
        Checkout expired = link.with(CheckoutStatus.EXPIRED);
        books.record(new Change.CheckoutStands(expired));
        return expired;
    }

    /** Tries a card on a link that is open; one that is refused leaves it open for another. */
    public static Payment pay(Books books, Checkout link, Verdict verdict) {
        Payment payment = Attempts.make(books, link.amount(), link.currency(), link.paymentMetadata(),
                link.paymentDescription(), verdict);
        if (payment.status() == PaymentStatus.CAPTURED) {
            books.record(new Change.CheckoutStands(link.withPayment(payment.id()).with(CheckoutStatus.COMPLETE)));
        }
        return payment;
    }

    /** @throws Refusal when there is none */
    static Checkout existing(Books books, String id) {
        expireOverdue(books);
        Checkout link = books.checkouts().find(id);
        if (link == null) {
            throw new Refusal(AdyenError.nothingHere());
        }
        return link;
    }
}
