package dev.refill.sandbox.adyen.link;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.adyen.wire.AdyenError;
import dev.refill.sandbox.adyen.wire.Call;
import dev.refill.sandbox.adyen.wire.Operation;
import dev.refill.sandbox.adyen.wire.Order;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;
import dev.refill.sandbox.wire.WebAddress;

/** {@code POST /paymentLinks} */
public final class CreateLink implements Operation {

    private static final long DAY_SECONDS = 24 * 60 * 60L;
    private static final long LONGEST_SECONDS = 70 * DAY_SECONDS;

    private final String merchant;

    public CreateLink(String merchant) {
        this.merchant = merchant;
    }

    @Override
    public Subject on(Books books, Call call) {
        Order order = Order.read(call, merchant);
        String returnUrl = returnUrl(Json.text(call.body(), "returnUrl"));
        long expires = expires(Json.text(call.body(), "expiresAt"), books.now());
        String description = Json.text(call.body(), "description");
        Checkout link = new Checkout(books.ids().next("PL", 16), order.amount(), order.currency(), List.of(),
                returnUrl, null, order.reference(), null, order.metadata(), order.metadata(),
                description.isEmpty() ? null : description, CheckoutStatus.OPEN, null, expires, books.now());
        books.record(new Change.CheckoutStands(link));
        return link;
    }

    private static @Nullable String returnUrl(String given) {
        if (given.isEmpty()) {
            return null;
        }
        if (WebAddress.isOne(given)) {
            return given;
        }
        throw new Refusal(AdyenError.invalid("returnUrl", "an address with http or https"));
    }

    private static long expires(String given, long now) {
        if (given.isEmpty()) {
            return now + DAY_SECONDS;
        }
        long at = moment(given);
        if (at <= now || at > now + LONGEST_SECONDS) {
            throw new Refusal(AdyenError.invalid("expiresAt", "within 70 days from now"));
        }
        return at;
    }

    private static long moment(String given) {
        try {
            return OffsetDateTime.parse(given).toEpochSecond();
        } catch (DateTimeException malformed) {
            throw new Refusal(AdyenError.invalid("expiresAt", "a date and time with an offset"));
        }
    }
}
