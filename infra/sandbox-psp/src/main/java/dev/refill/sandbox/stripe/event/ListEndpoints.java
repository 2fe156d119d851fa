package dev.refill.sandbox.stripe.event;

import java.util.List;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Endpoint;
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

/** {@code GET /v1/webhook_endpoints}: without the secrets. */
final class ListEndpoints implements Operation {

    private final StripeJson json;

    ListEndpoints(StripeJson json) {
        this.json = json;
    }

    @Override
    public Action prepare(Call call) {
        Window window = Listing.window(call.params());
        call.params().refuseRest();
        return books -> list(books, window);
    }

    private Answer list(Books books, Window window) {
        Listing.check(window, books.endpoints(), "webhook endpoint");
        Page<Endpoint> page = books.endpoints().page(window, any -> true);
        List<Body> items = page.items()
                .stream()
                .<Body>map(endpoint -> out -> json.write(out, Snapshot.of(endpoint)))
                .toList();
        return new Answer.Listed("/v1/webhook_endpoints", items, page.hasMore(), false);
    }
}
