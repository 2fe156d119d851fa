package dev.refill.sandbox.paypal.page;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.page.Html;
import dev.refill.sandbox.page.Templates;
import dev.refill.sandbox.paypal.order.Funding;
import dev.refill.sandbox.paypal.order.Orders;
import dev.refill.sandbox.paypal.wire.Amount;
import dev.refill.sandbox.wire.Reply;

import static java.util.Objects.requireNonNull;

/** Where a payer agrees to an order, as often as they like until it is captured. */
final class ApprovalPage {

    static final String PATH = "/paypal/checkoutnow";

    private final Templates templates = new Templates(ApprovalPage.class);

    void warmUp() {
        closed(200, "");
        templates.render("approve", model("", "", "", "", ""));
    }

    Reply show(Books books, String id) {
        Checkout order = Orders.find(books, id);
        return order == null || order.status() != CheckoutStatus.OPEN ? ended(order) : form(200, order, "");
    }

    Reply submit(Books books, String id, String choice) {
        Checkout order = Orders.find(books, id);
        if (order == null || order.status() != CheckoutStatus.OPEN) {
            return ended(order);
        }
        Funding funding = Funding.named(choice);
        return funding == null
                ? form(422, order, "Choose what to pay by.")
                : back(Orders.approve(books, order, funding));
    }

    Reply closed(int status, String message) {
        return Html.page(status, templates.render("closed", Map.of("message", message)), null);
    }

    private static Reply back(Checkout agreed) {
        return Html.seeOther(with(requireNonNull(agreed.successUrl()), agreed) + "&PayerID=REFILLPAYER01");
    }

    private Reply form(int status, Checkout order, String problem) {
        return Html.page(status, templates.render("approve", model(
                new Amount(order.amount(), order.currency()).price(), PATH + "?token=" + order.id(),
                order.paymentDescription() == null ? "" : order.paymentDescription(),
                with(requireNonNull(order.cancelUrl()), order), problem)), order.successUrl());
    }

    private static Map<String, Object> model(String price, String action, String description, String wayBack,
            String problem) {
        return Map.of("price", price, "action", action, "description", description, "wayBack", wayBack, "problem",
                problem, "fundings", fundings());
    }

    private static List<Map<String, String>> fundings() {
        return Arrays.stream(Funding.values()).map(one -> Map.of("name", one.name(), "label", one.label())).toList();
    }

    /** PayPal tells in both addresses which order it was. */
    private static String with(String address, Checkout order) {
        return address + (address.contains("?") ? "&" : "?") + "token=" + order.id();
    }

    private Reply ended(@Nullable Checkout order) {
        return order == null
                ? closed(404, "There is no such order, or no more. Nothing was paid. Please begin again at the shop.")
                : closed(200, "This order is done. You may close this page.");
    }
}
