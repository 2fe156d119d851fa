package dev.refill.sandbox.stripe.payment;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Page;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.core.Window;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Body;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Listing;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/charges} */
final class ListCharges implements Operation {

    private final StripeJson json;

    ListCharges(StripeJson json) {
        this.json = json;
    }

    @Override
    public Action prepare(Call call) {
        Window window = Listing.window(call.params());
        LongPredicate created = Listing.created(call.params());
        String payment = call.params().text("payment_intent");
        call.params().refuseRest();
        return books -> list(books, window, charge -> created.test(charge.created())
                && (payment == null || payment.equals(charge.paymentId())));
    }

    private Answer list(Books books, Window window, Predicate<Charge> wanted) {
        Listing.check(window, books.charges(), "charge");
        Page<Charge> page = books.charges().page(window, wanted);
        List<Body> items = page.items()
                .stream()
                .<Body>map(charge -> out -> json.write(out, Snapshot.of(charge)))
                .toList();
        return new Answer.Listed("/v1/charges", items, page.hasMore(), false);
    }
}
