package dev.refill.sandbox.stripe.settlement;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Page;
import dev.refill.sandbox.core.Payout;
import dev.refill.sandbox.core.Settled;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.core.Window;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Body;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Listing;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/balance_transactions}, of what was paid out; what is not yet is not listed here. */
final class ListTransactions implements Operation {

    private static final String SOURCE = "data.source";

    private final StripeJson json;

    ListTransactions(StripeJson json) {
        this.json = json;
    }

    @Override
    public Action prepare(Call call) {
        Window window = Listing.window(call.params());
        LongPredicate created = Listing.created(call.params());
        String payout = call.params().text("payout");
        boolean whole = call.expanding(List.of(SOURCE)).contains(SOURCE);
        call.params().refuseRest();
        return books -> list(books, window, whole, one -> created.test(one.created())
                && (payout == null || payout.equals(one.payoutId())));
    }

    private Answer list(Books books, Window window, boolean whole, Predicate<Settled> wanted) {
        Listing.check(window, books.settled(), "balance transaction");
        Page<Settled> page = books.settled().page(window, wanted);
        List<Body> items = page.items()
                .stream()
                .map(one -> StripeJson.transaction(one, whole ? source(books, one) : null))
                .toList();
        return new Answer.Listed("/v1/balance_transactions", items, page.hasMore(), false);
    }

    private Body source(Books books, Settled one) {
        Payout payout = books.payouts().find(one.source());
        if (payout != null) {
            return StripeJson.payout(payout, books.now());
        }
        Snapshot source = Snapshot.of(books.subject(one.source()));
        return out -> json.write(out, source);
    }
}
