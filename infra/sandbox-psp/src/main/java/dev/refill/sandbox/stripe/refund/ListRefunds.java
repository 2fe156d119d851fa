package dev.refill.sandbox.stripe.refund;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Page;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.core.Window;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Body;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Listing;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/refunds} */
final class ListRefunds implements Operation {

    private final StripeJson json;

    ListRefunds(StripeJson json) {
        this.json = json;
    }

    @Override
    public Action prepare(Call call) {
        Window window = Listing.window(call.params());
        LongPredicate created = Listing.created(call.params());
        String payment = call.params().text("payment_intent");
        String charge = call.params().text("charge");
        call.expanding(List.of("data.balance_transaction"));
        call.params().refuseRest();
        return books -> list(books, window, refund -> created.test(refund.created())
                && (payment == null || payment.equals(refund.paymentId()))
                && (charge == null || charge.equals(refund.chargeId())));
    }

    private Answer list(Books books, Window window, Predicate<Refund> wanted) {
        Refunding.settleDue(books);
        Listing.check(window, books.refunds(), "refund");
        Page<Refund> page = books.refunds().page(window, wanted);
        List<Body> items = page.items()
                .stream()
                .<Body>map(refund -> out -> json.write(out, Snapshot.of(refund)))
                .toList();
        return new Answer.Listed("/v1/refunds", items, page.hasMore(), false);
    }
}
