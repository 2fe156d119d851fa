package dev.refill.gateways.stripe;

import java.util.Objects;
import java.util.function.Predicate;

import com.stripe.exception.StripeException;
import com.stripe.model.HasId;
import com.stripe.model.StripeCollection;
import org.jspecify.annotations.Nullable;

/**
 * What reading through a list gave.
 *
 * @param found the first object that matched, {@code null} if none did
 * @param complete whether it is certain: an object matched, or the list was read to its end
 */
record Scan<T extends HasId>(@Nullable T found, boolean complete) {

    /** Objects on a page: Stripe's most. */
    static final long PAGE = 100;

    /** Reads page after page, newest first, until an object matches, the list ends or no more may be read. */
    static <T extends HasId> Scan<T> through(Pages<T> pages, Predicate<T> matches, Allowance allowance)
            throws StripeException {
        String after = null;
        while (allowance.takesAPage()) {
            var read = pages.after(after);
            for (var object : read.getData()) {
                if (matches.test(object)) {
                    return new Scan<>(object, true);
                }
                after = object.getId();
            }
            // A page that does not say whether it is the last one is no page of Stripe's.
            if (!Objects.requireNonNull(read.getHasMore(), "has_more")) {
                return new Scan<>(null, true);
            }
        }
        return new Scan<>(null, false);
    }

    /** One page of a list, after the object named. */
    @FunctionalInterface
    interface Pages<T extends HasId> {

        StripeCollection<T> after(@Nullable String id) throws StripeException;
    }
}
