package dev.refill.sandbox.stripe.page;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Decline;
import dev.refill.sandbox.core.LineItem;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.page.Html;
import dev.refill.sandbox.page.Templates;
import dev.refill.sandbox.stripe.checkout.Checkouts;
import dev.refill.sandbox.stripe.payment.TestCards;
import dev.refill.sandbox.wire.Reply;

/** Card entry for a checkout. A page that is sent twice pays once: the second finds the checkout complete. */
final class PayPage {

    private static final List<Map<String, String>> CARDS = TestCards.ALL.stream()
            .map(card -> Map.of("number", card.spaced(), "meaning", card.meaning()))
            .toList();

    private final Templates templates;
    private final Clock clock;

    PayPage(Templates templates, Clock clock) {
        this.templates = templates;
        this.clock = clock;
    }

    void warmUp() {
        closed(200, "");
        form(200, new Checkout("", 100, "usd", List.of(), null, null, null, null, Map.of(), Map.of(), null,
                CheckoutStatus.OPEN, null, 0, 0), "", List.of(new Problem("cardNumber", "")));
    }

    Reply show(Books books, String id) {
        Checkouts.expireOverdue(books);
        Checkout checkout = books.checkouts().find(id);
        if (checkout == null || checkout.status() != CheckoutStatus.OPEN) {
            return ended(checkout);
        }
        Payment payment = books.paymentOf(checkout);
        Decline decline = payment == null ? null : payment.decline();
        return form(200, checkout, "", decline == null ? List.of() : List.of(problem(decline)));
    }

    Reply submit(Books books, String id, Map<String, Object> form) {
        Checkouts.expireOverdue(books);
        Checkout checkout = books.checkouts().find(id);
        if (checkout != null && checkout.status() == CheckoutStatus.COMPLETE) {
            return Html.seeOther(successUrl(checkout));
        }
        if (checkout == null || checkout.status() != CheckoutStatus.OPEN) {
            return ended(checkout);
        }
        CardForm typed = CardForm.read(form, clock);
        return typed.card() == null
                ? form(422, checkout, typed.name(), typed.problems())
                : after(Checkouts.pay(books, checkout, typed.card()), checkout, typed.name());
    }

    private Reply after(Payment payment, Checkout checkout, String name) {
        return switch (payment.status()) {
            case CAPTURED -> Html.seeOther(successUrl(checkout));
            case AWAITING_CUSTOMER -> Html.seeOther("/authenticate/" + payment.id());
            case AWAITING_METHOD, AWAITING_CONFIRMATION, CANCELLED -> form(402, checkout, name,
                    payment.decline() == null ? List.of() : List.of(problem(payment.decline())));
        };
    }

    private static Problem problem(Decline decline) {
        return new Problem(switch (decline.code()) {
            case "incorrect_cvc" -> "cardCvc";
            case "expired_card" -> "cardExpiry";
            default -> "cardNumber";
        }, decline.message());
    }

    private Reply form(int status, Checkout checkout, String name, List<Problem> problems) {
        Map<String, Object> model = new HashMap<>();
        model.put("price", Price.of(checkout.amount(), checkout.currency()));
        model.put("lines", checkout.lines().stream().map(line -> line(line, checkout.currency())).toList());
        model.put("action", "/c/pay/" + checkout.id());
        model.put("cancelUrl", checkout.cancelUrl());
        model.put("name", name);
        model.put("problems", problems.stream()
                .map(problem -> Map.of("field", problem.field(), "message", problem.message()))
                .toList());
        Map<String, String> wrong = new HashMap<>();
        problems.forEach(problem -> wrong.putIfAbsent(problem.field(), problem.message()));
        model.put("wrong", wrong);
        model.put("focus", problems.isEmpty() ? "cardNumber" : problems.getFirst().field());
        model.put("cards", CARDS);
        return Html.page(status, templates.render("pay", model), checkout.successUrl());
    }

    private static Map<String, String> line(LineItem line, String currency) {
        return Map.of("name", line.name(), "quantity", String.valueOf(line.quantity()), "total",
                Price.of(line.total(), currency));
    }

    private Reply ended(@Nullable Checkout checkout) {
        if (checkout == null) {
            return closed(404, "There is no such checkout. The link may be incomplete.");
        }
        return checkout.status() == CheckoutStatus.COMPLETE
                ? closed(200, "You have paid already. You may close this page.")
                : closed(410, "This checkout has expired. Nothing was charged. Please begin again at the shop.");
    }

    Reply closed(int status, String message) {
        return Html.page(status, templates.render("closed", Map.of("message", message)), null);
    }

    static String successUrl(Checkout checkout) {
        String url = checkout.successUrl();
        return url == null ? "/c/pay/" + checkout.id() : url.replace("{CHECKOUT_SESSION_ID}", checkout.id());
    }
}
