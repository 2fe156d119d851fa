package dev.refill.sandbox.paypal.order;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Decline;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.paypal.wire.PaypalError;
import dev.refill.sandbox.wire.Refusal;

/** What happens to an order, with everything it leaves in the books. */
public final class Orders {

    /** Before PayPal's own word for an event. */
    public static final String EVENTS = "paypal.";
    public static final String APPROVED = EVENTS + "CHECKOUT.ORDER.APPROVED";

    /** Where the books keep what the shop wrote on it, and which order a capture is of. */
    public static final String CUSTOM_ID = "custom_id";
    public static final String INVOICE_ID = "invoice_id";
    public static final String ORDER = "order_id";

    private static final String FUNDING = "funding";
    private static final String UPDATED = "updated";
    private static final int ID_LETTERS = 17;

    private Orders() {}

    /** What PayPal calls an order, a capture or a refund by: 17 capitals and digits. */
    public static String newId(Books books) {
        return books.ids().next("", ID_LETTERS).toUpperCase(Locale.ROOT);
    }

    /** Forgets every order that nobody had captured in time. Nobody is told. */
    public static void forgetOverdue(Books books) {
        Checkout overdue = books.nextOverdue();
        while (overdue != null) {
            books.record(new Change.CheckoutStands(overdue.with(CheckoutStatus.EXPIRED)));
            overdue = books.nextOverdue();
        }
    }

    /** Null when there is none, or no more. */
    public static @Nullable Checkout find(Books books, String id) {
        forgetOverdue(books);
        Checkout order = books.checkouts().find(id);
        return order == null || order.status() == CheckoutStatus.EXPIRED ? null : order;
    }

    /** @throws Refusal when there is none */
    static Checkout existing(Books books, String id) {
        Checkout order = find(books, id);
        if (order == null) {
            throw new Refusal(PaypalError.missing());
        }
        return order;
    }

    /** What the payer has agreed to pay by; null before that. */
    public static @Nullable Funding fundingOf(Checkout order) {
        return Funding.named(order.metadata().get(FUNDING));
    }

    /** Unix seconds of its last change. */
    public static long updated(Checkout order) {
        String updated = order.metadata().get(UPDATED);
        return updated == null ? order.created() : Long.parseLong(updated);
    }

    /** The payer agrees, perhaps for the second time and to something else. */
    public static Checkout approve(Books books, Checkout order, Funding funding) {
        // Each agreement is another state of the order, also two within a second.
        long at = Math.max(books.now(), updated(order) + 1);
        Checkout agreed = changed(changed(order, FUNDING, funding.name()), UPDATED, String.valueOf(at));
        books.record(new Change.CheckoutStands(agreed));
        books.happened(APPROVED, agreed, Cause.CUSTOMER);
        return agreed;
    }

    static Checkout mark(Books books, Checkout order, String customId) {
        Checkout marked = changed(order, CUSTOM_ID, customId);
        books.record(new Change.CheckoutStands(marked));
        return marked;
    }

    /** @param order agreed to and not captured; left as it is if there is an error of its funding */
    static Checkout capture(Books books, Checkout order, Funding funding) {
        if (funding.error() != null) {
            return order;
        }
        Payment capture = capture(books, order, funding.decline());
        Checkout completed = order.withPayment(capture.id()).with(CheckoutStatus.COMPLETE);
        books.record(new Change.PaymentStands(capture));
        books.record(new Change.CheckoutStands(completed));
        books.happened(EVENTS + "PAYMENT.CAPTURE." + (funding.decline() == null ? "COMPLETED" : "DECLINED"), capture,
                Cause.CUSTOMER);
        return completed;
    }

    private static Payment capture(Books books, Checkout order, @Nullable Decline decline) {
        String id = newId(books);
        Map<String, String> metadata = new HashMap<>(order.metadata());
        metadata.keySet().retainAll(Set.of(CUSTOM_ID, INVOICE_ID, Books.OPERATION_KEY));
        metadata.put(ORDER, order.id());
        Charge charge = new Charge(books.ids().next("attempt_"), id, order.amount(), order.currency(), null, decline,
                Map.copyOf(metadata), order.paymentDescription(), 0, false, books.now());
        return new Payment(id, "", order.amount(), order.currency(), Map.copyOf(metadata), order.paymentDescription(),
                null, false, decline == null ? PaymentStatus.CAPTURED : PaymentStatus.CANCELLED, null, charge, decline,
                null, decline == null ? null : decline.message(), decline == null ? 0 : books.now(), books.now());
    }

    private static Checkout changed(Checkout order, String key, String value) {
        Map<String, String> metadata = new HashMap<>(order.metadata());
        metadata.put(key, value);
        return order.withMetadata(Map.copyOf(metadata));
    }
}
