package dev.refill.sandbox.stripe.page;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.page.Html;
import dev.refill.sandbox.page.Templates;
import dev.refill.sandbox.stripe.checkout.Checkouts;
import dev.refill.sandbox.stripe.payment.Charging;
import dev.refill.sandbox.wire.Reply;

import static java.util.Objects.requireNonNull;

/** Where a card's issuer would ask the customer: here the customer says how it went. */
final class AuthenticatePage {

    private final Templates templates;

    AuthenticatePage(Templates templates) {
        this.templates = templates;
    }

    void warmUp() {
        templates.render("authenticate", Map.of("price", "", "last4", "", "action", ""));
    }

    Reply show(Books books, String id) {
        Checkouts.expireOverdue(books);
        Payment payment = books.payments().find(id);
        if (payment == null) {
            return closed(404, "There is no such payment. The link may be incomplete.");
        }
        if (payment.status() != PaymentStatus.AWAITING_CUSTOMER) {
            return back(books, payment);
        }
        byte[] html = templates.render("authenticate", Map.of("price",
                Price.of(payment.amount(), payment.currency()), "last4",
                requireNonNull(payment.method()).card().last4(), "action", "/authenticate/" + id));
        return Html.page(200, html, leadsTo(books, payment));
    }

    Reply submit(Books books, String id, Map<String, Object> form) {
        Checkouts.expireOverdue(books);
        Payment payment = books.payments().find(id);
        if (payment == null) {
            return closed(404, "There is no such payment. The link may be incomplete.");
        }
        return back(books, "complete".equals(form.get("outcome"))
                ? Checkouts.completed(books, Charging.authenticated(books, payment))
                : Charging.notAuthenticated(books, payment));
    }

    /** To the shop, or to card entry when the checkout still wants a card. */
    private Reply back(Books books, Payment payment) {
        Checkout checkout = books.checkoutOf(payment);
        if (checkout != null) {
            return Html.seeOther(checkout.status() == CheckoutStatus.COMPLETE
                    ? PayPage.successUrl(checkout)
                    : "/c/pay/" + checkout.id());
        }
        String url = payment.returnUrl();
        if (url == null) {
            return closed(200, "You may close this page.");
        }
        return Html.seeOther(url + (url.contains("?") ? "&" : "?") + "payment_intent=" + payment.id()
                + "&payment_intent_client_secret=" + payment.secret() + "&redirect_status="
                + (payment.status() == PaymentStatus.CAPTURED ? "succeeded" : "failed"));
    }

    private static @Nullable String leadsTo(Books books, Payment payment) {
        Checkout checkout = books.checkoutOf(payment);
        return checkout == null ? payment.returnUrl() : checkout.successUrl();
    }

    private Reply closed(int status, String message) {
        return Html.page(status, templates.render("closed", Map.of("message", message)), null);
    }
}
