package dev.refill.sandbox.momo.payment;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Endpoint;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;

import static java.util.Objects.requireNonNull;

/** What happens to a request to pay, with everything it leaves in the books. */
public final class Asking {

    /** What a payment's end is told as. */
    public static final String EVENT = "momo.requesttopay";
    /** Where the books keep which phone is asked, and what the shop is told. */
    public static final String PAYER = "payer";
    static final String PAYEE_NOTE = "payee_note";

    static final String REJECTED = "APPROVAL_REJECTED";
    static final String RAN_OUT = "EXPIRED";

    /** A phone shows a request for some five minutes. */
    private static final long PATIENCE_SECONDS = 5 * 60L;
    private static final String CALLBACK = "callback_";

    private Asking() {}

    /**
     * Asks a phone.
     *
     * @param payment new to the books
     * @param callback where its end is to be told; absent for nowhere
     */
    static void open(Books books, Payment payment, @Nullable String callback) {
        books.record(new Change.PaymentStands(payment));
        if (callback != null) {
            books.record(new Change.EndpointStands(new Endpoint(CALLBACK + payment.id(), callback, "", List.of(),
                    Map.of(), null, null, books.now())));
        }
        books.record(new Change.CheckoutStands(new Checkout("phone_" + payment.id(), payment.amount(),
                payment.currency(), List.of(), null, null, null, null, Map.of(), Map.of(), payment.description(),
                CheckoutStatus.OPEN, payment.id(), books.now() + PATIENCE_SECONDS, books.now())));
        String failure = TestPhones.failureOf(requireNonNull(payment.metadata().get(PAYER)));
        if (failure != null) {
            fail(books, payment, failure);
        }
    }

    /** The customer agrees. A request that has ended is left as it is. */
    public static void approve(Books books, Payment payment) {
        if (payment.status() != PaymentStatus.AWAITING_CUSTOMER) {
            return;
        }
        Charge charge = new Charge(books.ids().next("", 10), payment.id(), payment.amount(), payment.currency(), null,
                null, payment.metadata(), payment.description(), 0, false, books.now());
        end(books, payment.capturedBy(charge), CheckoutStatus.COMPLETE, Cause.CUSTOMER);
    }

    /** The customer refuses. A request that has ended is left as it is. */
    public static void reject(Books books, Payment payment) {
        if (payment.status() == PaymentStatus.AWAITING_CUSTOMER) {
            fail(books, payment, REJECTED);
        }
    }

    /** Ends every request that nobody has answered in time. */
    public static void letRunOut(Books books) {
        Checkout overdue = books.nextOverdue();
        while (overdue != null) {
            fail(books, requireNonNull(books.paymentOf(overdue)), RAN_OUT);
            overdue = books.nextOverdue();
        }
    }

    private static void fail(Books books, Payment payment, String code) {
        end(books, payment.cancelled(code, books.now()), CheckoutStatus.EXPIRED, Cause.CLOCK);
    }

    private static void end(Books books, Payment ended, CheckoutStatus question, Cause cause) {
        books.record(new Change.PaymentStands(ended));
        books.record(new Change.CheckoutStands(requireNonNull(books.checkoutOf(ended)).with(question)));
        if (books.endpoints().holds(CALLBACK + ended.id())) {
            books.happened(EVENT, ended, cause, List.of(CALLBACK + ended.id()));
        }
    }
}
