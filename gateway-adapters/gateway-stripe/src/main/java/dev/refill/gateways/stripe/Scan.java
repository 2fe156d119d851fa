package dev.refill.gateways.stripe;

import java.util.function.Predicate;

import com.stripe.exception.StripeException;
import com.stripe.model.HasId;
import com.stripe.model.StripeCollection;
import org.jspecify.annotations.Nullable;

/**
 * What reading through a list gave.
 *
 * @param found the first object that matched, {@code null} if none did
 * @param complete whether the list was read to its end
 */
record Scan<T extends HasId>(@Nullable T found, boolean complete) {

    /** Objects on a page: Stripe's most. */
    static final long PAGE = 100;
    /** Beyond this the reading costs more than it tells. */
    private static final int MOST_PAGES = 10;

    /** Reads page after page, newest first, until an object matches. */
    static <T extends HasId> Scan<T> through(Pages<T> pages, Predicate<T> matches) throws StripeException {
        String after = null;
        for (var page = 0; page < MOST_PAGES; page++) {
            var read = pages.after(after);
            for (var object : read.getData()) {
                if (matches.test(object)) {
                    return new Scan<>(object, true);
                }
                after = object.getId();
            }
            if (!Boolean.TRUE.equals(read.getHasMore())) {
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
