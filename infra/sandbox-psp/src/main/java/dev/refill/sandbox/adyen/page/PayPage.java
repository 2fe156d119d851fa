package dev.refill.sandbox.adyen.page;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.adyen.link.Links;
import dev.refill.sandbox.adyen.payment.TestCards;
import dev.refill.sandbox.adyen.payment.Verdict;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Decline;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.page.Html;
import dev.refill.sandbox.page.Templates;
import dev.refill.sandbox.wire.Reply;

/** Card entry for a payment link. A page that is sent twice pays once: the second finds the link completed. */
final class PayPage {

    private final Templates templates = new Templates(PayPage.class);

    void warmUp() {
        closed(200, "");
        templates.render("pay", model("", "", "", "", ""));
    }

    Reply show(Books books, String id) {
        Links.expireOverdue(books);
        Checkout link = books.checkouts().find(id);
        return link == null || link.status() != CheckoutStatus.OPEN ? ended(link) : form(200, link, "", "");
    }

    Reply submit(Books books, String id, String number, String holder) {
        Links.expireOverdue(books);
        Checkout link = books.checkouts().find(id);
        if (link == null || link.status() != CheckoutStatus.OPEN) {
            return link != null && link.status() == CheckoutStatus.COMPLETE ? paid(link) : ended(link);
        }
        Verdict verdict = TestCards.onPage(number, holder);
        if (verdict == null) {
            return form(422, link, holder, "This is a sandbox: use one of the test cards listed below.");
        }
        Payment payment = Links.pay(books, link, verdict);
        Decline decline = payment.decline();
        return decline == null ? paid(link) : form(402, link, holder, "The card was refused: " + decline.message());
    }

    Reply closed(int status, String message) {
        return Html.page(status, templates.render("closed", Map.of("message", message)), null);
    }

    private Reply form(int status, Checkout link, String holder, String problem) {
        return Html.page(status,
                templates.render("pay", model(Price.of(link.amount(), link.currency()), "/adyen/pay/" + link.id(),
                        link.paymentDescription() == null ? "" : link.paymentDescription(), holder, problem)),
                link.successUrl());
    }

    private static Map<String, Object> model(String price, String action, String description, String holder,
            String problem) {
        return Map.of("price", price, "action", action, "description", description, "holder", holder, "problem",
                problem, "numbers", TestCards.numbers(), "refused", TestCards.refusedHolders());
    }

    private Reply paid(Checkout link) {
        return link.successUrl() == null
                ? closed(200, "You have paid. You may close this page.")
                : Html.seeOther(link.successUrl());
    }

    private Reply ended(@Nullable Checkout link) {
        if (link == null) {
            return closed(404, "There is no such payment link. It may be incomplete.");
        }
        return link.status() == CheckoutStatus.COMPLETE
                ? closed(200, "You have paid already. You may close this page.")
                : closed(410, "This payment link has expired. Nothing was charged. Please begin again at the shop.");
    }
}
