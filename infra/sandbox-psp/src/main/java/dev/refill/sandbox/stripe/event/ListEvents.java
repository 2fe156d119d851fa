package dev.refill.sandbox.stripe.event;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Event;
import dev.refill.sandbox.core.Page;
import dev.refill.sandbox.core.Window;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Body;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Listing;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** {@code GET /v1/events} */
final class ListEvents implements Operation {

    private final StripeJson json;

    ListEvents(StripeJson json) {
        this.json = json;
    }

    @Override
    public Action prepare(Call call) {
        Window window = Listing.window(call.params());
        LongPredicate created = Listing.created(call.params());
        String type = call.params().text("type");
        List<String> types = call.params().texts("types");
        if (type != null && !types.isEmpty()) {
            throw new Refusal(
                    ApiError.invalid(null, null, "You may only specify one of these parameters: type, types."));
        }
        Predicate<String> wantedType = type == null ? anyOf(types) : pattern(type);
        Boolean reached = call.params().has("delivery_success") ? call.params().flag("delivery_success") : null;
        call.params().refuseRest();
        return books -> list(books, window, event -> created.test(event.created()) && wantedType.test(event.type())
                && reachedAs(books, event, reached));
    }

    private Answer list(Books books, Window window, Predicate<Event> wanted) {
        Listing.check(window, books.events(), "event");
        Page<Event> page = books.events().page(window, wanted);
        List<Body> items = page.items().stream().map(event -> EventOperations.shown(json, books, event)).toList();
        return new Answer.Listed("/v1/events", items, page.hasMore(), false);
    }

    private static Predicate<String> anyOf(List<String> types) {
        return types.isEmpty() ? any -> true : types::contains;
    }

    /** {@code payment_intent.*} matches all of a kind. */
    private static Predicate<String> pattern(String type) {
        return type.endsWith("*")
                ? given -> given.startsWith(type.substring(0, type.length() - 1))
                : type::equals;
    }

    private static boolean reachedAs(Books books, Event event, @Nullable Boolean reached) {
        return reached == null || reached == (books.unsent(event.id()) == 0);
    }
}
