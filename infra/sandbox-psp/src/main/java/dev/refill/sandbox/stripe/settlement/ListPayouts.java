package dev.refill.sandbox.stripe.settlement;

import java.util.List;
import java.util.function.LongPredicate;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Page;
import dev.refill.sandbox.core.Payout;
import dev.refill.sandbox.core.Window;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Body;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Listing;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/payouts} */
final class ListPayouts implements Operation {

    @Override
    public Action prepare(Call call) {
        Window window = Listing.window(call.params());
        LongPredicate created = Listing.created(call.params());
        call.params().refuseRest();
        return books -> list(books, window, created);
    }

    private static Answer list(Books books, Window window, LongPredicate created) {
        Listing.check(window, books.payouts(), "payout");
        Page<Payout> page = books.payouts().page(window, payout -> created.test(payout.created()));
        long now = books.now();
        List<Body> items = page.items().stream().map(payout -> StripeJson.payout(payout, now)).toList();
        return new Answer.Listed("/v1/payouts", items, page.hasMore(), false);
    }
}
