package dev.refill.sandbox.stripe.payment;

import java.util.List;
import java.util.function.LongPredicate;

import dev.refill.sandbox.core.Books;
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

/** {@code GET /v1/payment_intents} */
final class ListPayments implements Operation {

    private final StripeJson json;

    ListPayments(StripeJson json) {
        this.json = json;
    }

    @Override
    public Action prepare(Call call) {
        Window window = Listing.window(call.params());
        LongPredicate created = Listing.created(call.params());
        List<String> expanded = PaymentOperations.withoutData(call.expanding(PaymentOperations.EXPANDABLE_IN_LISTS));
        call.params().refuseRest();
        return books -> list(books, window, created, expanded);
    }

    private Answer list(Books books, Window window, LongPredicate created, List<String> expanded) {
        Listing.check(window, books.payments(), "payment_intent");
        Page<Payment> page = books.payments().page(window, payment -> created.test(payment.created()));
        List<Body> items = page.items()
                .stream()
                .<Body>map(payment -> out -> json.write(out, new Snapshot(payment, null, expanded)))
                .toList();
        return new Answer.Listed("/v1/payment_intents", items, page.hasMore(), false);
    }
}
