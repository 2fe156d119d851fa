package dev.refill.sandbox.stripe.payment;

import java.util.List;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Body;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Listing;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/payment_intents/search}. Unlike Stripe's, the index is behind only when told to, and all hits are on one page. */
final class SearchPayments implements Operation {

    private final StripeJson json;

    SearchPayments(StripeJson json) {
        this.json = json;
    }

    @Override
    public Action prepare(Call call) {
        SearchQuery query = SearchQuery.parse(call.params().requiredText("query"));
        int limit = Listing.limit(call.params());
        List<String> expanded = PaymentOperations.withoutData(call.expanding(PaymentOperations.EXPANDABLE_IN_LISTS));
        call.params().accept("page").refuseRest();
        return books -> search(books, query, limit, expanded);
    }

    private Answer search(Books books, SearchQuery query, int limit, List<String> expanded) {
        List<Payment> hits = query.in(books);
        List<Body> items = hits.reversed()
                .stream()
                .limit(limit)
                .<Body>map(payment -> out -> json.write(out, new Snapshot(payment, null, expanded)))
                .toList();
        return new Answer.Listed("/v1/payment_intents/search", items, hits.size() > limit, true);
    }
}
