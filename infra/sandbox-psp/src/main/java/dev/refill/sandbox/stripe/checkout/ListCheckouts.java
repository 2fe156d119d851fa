package dev.refill.sandbox.stripe.checkout;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.Page;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.core.Window;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Body;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Listing;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/checkout/sessions} */
final class ListCheckouts implements Operation {

    private static final List<String> EXPANDABLE = List.of("data.payment_intent", "data.payment_intent.latest_charge",
            "data.line_items", "data.customer");

    private final StripeJson json;

    ListCheckouts(StripeJson json) {
        this.json = json;
    }

    @Override
    public Action prepare(Call call) {
        Window window = Listing.window(call.params());
        LongPredicate created = Listing.created(call.params());
        String paymentId = call.params().text("payment_intent");
        String status = call.params().oneOf("status", List.of("open", "complete", "expired"));
        List<String> expanded = call.expanding(EXPANDABLE)
                .stream()
                .map(one -> one.substring("data.".length()))
                .toList();
        call.params().refuseRest();
        Predicate<Checkout> wanted = checkout -> created.test(checkout.created())
                && (status == null || StripeJson.status(checkout.status()).equals(status));
        return books -> list(books, window, paymentId, wanted, expanded);
    }

    private Answer list(Books books, Window window, @Nullable String paymentId, Predicate<Checkout> wanted,
            List<String> expanded) {
        Checkouts.expireOverdue(books);
        Listing.check(window, books.checkouts(), "checkout.session");
        Page<Checkout> page = paymentId == null
                ? books.checkouts().page(window, wanted)
                : new Page<>(of(books, paymentId).stream().filter(wanted).toList(), false);
        List<Body> items = page.items()
                .stream()
                .map(checkout -> new Snapshot(checkout, books.paymentOf(checkout), expanded))
                .<Body>map(snapshot -> out -> json.write(out, snapshot))
                .toList();
        return new Answer.Listed("/v1/checkout/sessions", items, page.hasMore(), false);
    }

    private static List<Checkout> of(Books books, String paymentId) {
        Payment payment = books.payments().find(paymentId);
        Checkout checkout = payment == null ? null : books.checkoutOf(payment);
        return checkout == null ? List.of() : List.of(checkout);
    }
}
