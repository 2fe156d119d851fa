package dev.refill.sandbox.stripe.dispute;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Dispute;
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

/** {@code GET /v1/disputes} */
final class ListDisputes implements Operation {

    private final StripeJson json;

    ListDisputes(StripeJson json) {
        this.json = json;
    }

    @Override
    public Action prepare(Call call) {
        Window window = Listing.window(call.params());
        LongPredicate created = Listing.created(call.params());
        String payment = call.params().text("payment_intent");
        String charge = call.params().text("charge");
        call.params().refuseRest();
        return books -> list(books, window, dispute -> created.test(dispute.created())
                && (payment == null || payment.equals(dispute.paymentId()))
                && (charge == null || charge.equals(dispute.chargeId())));
    }

    private Answer list(Books books, Window window, Predicate<Dispute> wanted) {
        Listing.check(window, books.disputes(), "dispute");
        Page<Dispute> page = books.disputes().page(window, wanted);
        List<Body> items = page.items()
                .stream()
                .<Body>map(dispute -> out -> json.write(out, Snapshot.of(dispute)))
                .toList();
        return new Answer.Listed("/v1/disputes", items, page.hasMore(), false);
    }
}
